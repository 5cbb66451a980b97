/* Civil dates and the wall time of a zone. */
#include "base/zone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

static int
open_arena(void **state)
{
    static struct arena arena;

    *state = &arena;
    return 0;
}

static int
close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
    return zone_moment(NULL, &(struct civil){ year, month, day, hour, minute, 0 });
}

static void
expect_wall(const struct zone *zone, int64_t moment, const char *wall)
{
    struct civil c = zone_civil(zone, moment);
    char text[64];

    assert_non_null(zone);
    snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute,
             c.second);
    assert_string_equal(text, wall);
}

static void
days_and_dates_agree_for_millennia(void **state)
{
    (void)state;
    assert_int_equal(days_of_civil(1970, 1, 1), 0);
    assert_int_equal(days_of_civil(2000, 3, 1), 11017);
    assert_int_equal(days_of_civil(1969, 12, 31), -1);
    for (int64_t day = days_of_civil(-400, 1, 1); day < days_of_civil(3000, 1, 1); day += 13) {
        struct civil civil = civil_of_days(day);

        assert_int_equal(days_of_civil(civil.year, civil.month, civil.day), day);
    }
}

static void
only_real_dates_are_parsed(void **state)
{
    static const char *const bad[] = {
        "",           "2026-02-29", "2026-13-01", "2026-00-10",  "2026-01-00",
        "2026-1-1",   "26-01-01",   "0999-01-01", "2026-04-31",  "2026-01-01 ",
        "2026/01/01", "1900-02-29", "-026-01-01", "10000-01-01", "2026-01-0x"
    };
    struct civil civil;

    (void)state;
    assert_true(date_parse("2026-11-23", &civil));
    assert_int_equal(civil.year, 2026);
    assert_int_equal(civil.month, 11);
    assert_int_equal(civil.day, 23);
    assert_true(date_parse("2000-02-29", &civil));
    assert_true(date_parse("9999-12-31", &civil));
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(date_parse(bad[i], &civil));
}

static void
utc_is_the_zone_of_null(void **state)
{
    struct civil c = zone_civil(NULL, -1);

    (void)state;
    assert_int_equal(c.year, 1969);
    assert_int_equal(c.hour, 23);
    assert_int_equal(c.second, 59);
    assert_int_equal(utc(2026, 11, 23, 14, 3), 1795442580000);
}

static void
kyiv_changes_its_clock_in_march_and_october(void **state)
{
    const struct zone *zone = zone_load(*state, "Europe/Kyiv");

    expect_wall(zone, utc(2026, 3, 29, 0, 59), "2026-03-29 02:59:00");
    expect_wall(zone, utc(2026, 3, 29, 1, 0), "2026-03-29 04:00:00");
    expect_wall(zone, utc(2026, 10, 25, 0, 59), "2026-10-25 03:59:00");
    expect_wall(zone, utc(2026, 10, 25, 1, 0), "2026-10-25 03:00:00");
}

static void
the_foot_speaks_for_years_the_table_does_not_reach(void **state)
{
    const struct zone *zone = zone_load(*state, "Europe/Kyiv");

    expect_wall(zone, utc(2095, 7, 1, 12, 0), "2095-07-01 15:00:00");
    expect_wall(zone, utc(2095, 12, 1, 12, 0), "2095-12-01 14:00:00");
    expect_wall(zone, utc(2095, 3, 27, 0, 59), "2095-03-27 02:59:00");
    expect_wall(zone, utc(2095, 3, 27, 1, 0), "2095-03-27 04:00:00");
}

static void
the_south_has_its_summer_over_new_year(void **state)
{
    const struct zone *zone = zone_load(*state, "Australia/Sydney");

    expect_wall(zone, utc(2060, 1, 1, 0, 0), "2060-01-01 11:00:00");
    expect_wall(zone, utc(2060, 7, 1, 0, 0), "2060-07-01 10:00:00");
    expect_wall(zone, utc(2060, 12, 31, 23, 0), "2061-01-01 10:00:00");
}

static void
a_zone_without_summer_keeps_its_offset(void **state)
{
    expect_wall(zone_load(*state, "Europe/Moscow"), utc(2026, 7, 1, 12, 0), "2026-07-01 15:00:00");
    expect_wall(zone_load(*state, "Europe/Moscow"), utc(2012, 7, 1, 12, 0), "2012-07-01 16:00:00");
    expect_wall(zone_load(*state, "Asia/Kathmandu"), utc(2077, 7, 1, 12, 0), "2077-07-01 17:45:00");
    expect_wall(zone_load(*state, "Europe/Dublin"), utc(2077, 7, 1, 12, 0), "2077-07-01 13:00:00");
    expect_wall(zone_load(*state, "Europe/Dublin"), utc(2077, 1, 1, 12, 0), "2077-01-01 12:00:00");
    expect_wall(zone_load(*state, "Etc/UTC"), utc(2077, 1, 1, 12, 0), "2077-01-01 12:00:00");
}

static void
an_hour_that_does_not_exist_is_the_end_of_the_gap(void **state)
{
    const struct zone *kyiv = zone_load(*state, "Europe/Kyiv"), *apia = zone_load(*state, "Pacific/Apia");

    assert_int_equal(zone_moment(kyiv, &(struct civil){ 2026, 3, 29, 3, 30, 0 }), utc(2026, 3, 29, 1, 0));
    assert_int_equal(zone_moment(kyiv, &(struct civil){ 2094, 3, 28, 3, 30, 0 }), utc(2094, 3, 28, 1, 0));
    /* Samoa left 30 December 2011 out */
    assert_int_equal(zone_moment(apia, &(struct civil){ 2011, 12, 30, 12, 0, 0 }), utc(2011, 12, 30, 10, 0));
}

static void
an_hour_that_comes_twice_is_its_first(void **state)
{
    const struct zone *kyiv = zone_load(*state, "Europe/Kyiv");

    assert_int_equal(zone_moment(kyiv, &(struct civil){ 2026, 10, 25, 3, 30, 0 }), utc(2026, 10, 25, 0, 30));
    assert_int_equal(zone_moment(kyiv, &(struct civil){ 2026, 10, 25, 4, 0, 0 }), utc(2026, 10, 25, 2, 0));
}

static void
wall_time_comes_back_to_its_moment(void **state)
{
    static const char *const names[] = { "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe",
                                         "Africa/Casablanca" };

    for (size_t i = 0; i < LENGTH(names); i++) {
        const struct zone *zone = zone_load(*state, names[i]);

        for (int64_t moment = utc(1975, 1, 1, 0, 0); moment < utc(2100, 1, 1, 0, 0);
             moment += 86400000 * 5LL) {
            struct civil civil = zone_civil(zone, moment), again;
            int64_t back = zone_moment(zone, &civil);

            assert_true(back <= moment);
            again = zone_civil(zone, back);
            assert_memory_equal(&civil, &again, sizeof civil);
        }
    }
}

static void
unknown_and_unsafe_names_are_refused(void **state)
{
    static const char *const bad[] = { "",
                                       "Europe",
                                       "Europe/Nowhere",
                                       "../../../etc/passwd",
                                       "/etc/passwd",
                                       "Europe/./Kyiv",
                                       "Europe//Kyiv",
                                       "Europe/Kyiv/",
                                       "tzdata.zi",
                                       "iso3166-tab",
                                       "Europe/Kyiv\n" };

    assert_null(zone_load(*state, NULL));
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_null(zone_load(*state, bad[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_dates_agree_for_millennia),
        cmocka_unit_test(only_real_dates_are_parsed),
        cmocka_unit_test(utc_is_the_zone_of_null),
        cmocka_unit_test(kyiv_changes_its_clock_in_march_and_october),
        cmocka_unit_test(the_foot_speaks_for_years_the_table_does_not_reach),
        cmocka_unit_test(the_south_has_its_summer_over_new_year),
        cmocka_unit_test(a_zone_without_summer_keeps_its_offset),
        cmocka_unit_test(an_hour_that_does_not_exist_is_the_end_of_the_gap),
        cmocka_unit_test(an_hour_that_comes_twice_is_its_first),
        cmocka_unit_test(wall_time_comes_back_to_its_moment),
        cmocka_unit_test(unknown_and_unsafe_names_are_refused),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
