/* Worker lanes. */
#include "job/lanes.h"

#include <poll.h>
#include <semaphore.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct lanes *lanes;
    sem_t go;
    int opened, closed; /* in the lanes' threads; looked at after they have ended */
};

struct task {
    struct work work;
    struct fixture *f;
    const char *made;
    int nice, done, ran;
    void *reader;
};

static void *
reader_open(void *app, enum lane lane)
{
    if (lane == LANE_SHORT)
        ((struct fixture *)app)->opened++;
    return app;
}

static void
reader_close(void *app, void *reader)
{
    struct fixture *f = reader;

    if (app == reader)
        __atomic_fetch_add(&f->closed, 1, __ATOMIC_SEQ_CST);
}

static void
run(struct work *work, void *reader)
{
    struct task *task = work->arg;

    sem_wait(&task->f->go);
    task->nice = getpriority(PRIO_PROCESS, 0);
    task->reader = reader;
    task->made = arena_printf(&work->arena, "made");
}

static void
done(struct work *work, bool ran)
{
    struct task *task = work->arg;

    task->done++;
    task->ran = ran;
    if (ran)
        assert_string_equal(task->made, "made");
}

static void
start(struct fixture *f, unsigned most)
{
    *f = (struct fixture){ 0 };
    sem_init(&f->go, 0, 0);
    f->lanes = lanes_open(&(struct lanes_options){ { most, most, most }, reader_open, reader_close, f });
    assert_non_null(f->lanes);
}

static struct task
task_for(struct fixture *f)
{
    return (struct task){ .work = { .run = run, .done = done }, .f = f };
}

static bool
submit(struct fixture *f, enum lane lane, struct task *task)
{
    task->work.arg = task;
    return lanes_submit(f->lanes, lane, &task->work);
}

static void
wait_for(struct fixture *f, const struct task *task)
{
    struct pollfd ready = { .fd = lanes_fd(f->lanes), .events = POLLIN };

    while (task->done == 0) {
        assert_int_equal(poll(&ready, 1, 10000), 1);
        lanes_ready(f->lanes);
    }
}

static void
work_runs_in_its_lane_and_comes_back_once(void **state)
{
    struct fixture f;
    struct task quick, document;

    (void)state;
    start(&f, 2);
    quick = task_for(&f);
    document = task_for(&f);
    assert_true(submit(&f, LANE_SHORT, &quick));
    assert_true(submit(&f, LANE_DOCUMENTS, &document));
    assert_int_equal(quick.done, 0);
    sem_post(&f.go);
    sem_post(&f.go);
    wait_for(&f, &quick);
    wait_for(&f, &document);
    assert_int_equal(quick.ran, 1);
    assert_ptr_equal(quick.reader, &f);
    lanes_close(f.lanes);
    assert_int_equal(quick.done, 1);
    assert_int_equal(f.opened, 1);
    assert_int_equal(f.closed, LANE_COUNT);
}

static void
nice_of_both(struct fixture *f, int *quick_nice, int *document_nice)
{
    struct task quick = task_for(f), document = task_for(f);

    assert_true(submit(f, LANE_SHORT, &quick));
    assert_true(submit(f, LANE_DOCUMENTS, &document));
    sem_post(&f->go);
    sem_post(&f->go);
    wait_for(f, &quick);
    wait_for(f, &document);
    *quick_nice = quick.nice;
    *document_nice = document.nice;
}

/* In a child: nobody may lower the nice value of this process again. */
static int
documents_are_nicer_from(int loop)
{
    struct fixture f;
    int quick, document;

    if (getpriority(PRIO_PROCESS, 0) > loop) /* `make test` itself was started nicer */
        loop = getpriority(PRIO_PROCESS, 0);
    if (setpriority(PRIO_PROCESS, 0, loop) != 0)
        return 2;
    start(&f, 2);
    nice_of_both(&f, &quick, &document);
    lanes_close(f.lanes);
    return quick == loop && document == (loop + 10 > 19 ? 19 : loop + 10) ? 0 : 1;
}

static void
documents_lane_is_nicer_than_the_loop_whatever_that_has(void **state)
{
    static const int loops[] = { 0, 3, 9, 15, 19 };

    (void)state;
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
        int status;
        pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0)
            _exit(documents_are_nicer_from(loops[i]));
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void
full_lane_refuses_and_the_others_go_on(void **state)
{
    struct fixture f;
    struct task tasks[8], mail;
    int taken = 0;

    (void)state;
    start(&f, 2);
    mail = task_for(&f);
    for (int i = 0; i < 8; i++) {
        tasks[i] = task_for(&f);
        taken += submit(&f, LANE_SHORT, &tasks[i]);
    }
    assert_in_range(taken, 2, 3); /* two wait, and one may run already */
    assert_true(submit(&f, LANE_MAIL, &mail));
    for (int i = 0; i <= taken; i++)
        sem_post(&f.go);
    wait_for(&f, &mail);
    lanes_close(f.lanes);
}

static void
stop_cancels_what_waits_and_lets_finish_what_runs(void **state)
{
    struct fixture f;
    struct task tasks[3];
    int done_now = 0, ran = 0;

    (void)state;
    start(&f, 3);
    for (int i = 0; i < 3; i++) {
        tasks[i] = task_for(&f);
        assert_true(submit(&f, LANE_DOCUMENTS, &tasks[i]));
    }
    lanes_cancel(f.lanes);
    for (int i = 0; i < 3; i++)
        done_now += tasks[i].done;
    assert_in_range(done_now, 2, 3);
    assert_false(submit(&f, LANE_SHORT, &tasks[0]));
    for (int i = 0; i < 3; i++)
        sem_post(&f.go);
    lanes_close(f.lanes);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tasks[i].done, 1);
        ran += tasks[i].ran;
    }
    assert_int_equal(ran, 3 - done_now);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_runs_in_its_lane_and_comes_back_once),
        cmocka_unit_test(documents_lane_is_nicer_than_the_loop_whatever_that_has),
        cmocka_unit_test(full_lane_refuses_and_the_others_go_on),
        cmocka_unit_test(stop_cancels_what_waits_and_lets_finish_what_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
