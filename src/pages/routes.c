/* The route table: every path, who may call it, what it needs, and where its handler runs. */
#include "pages/entry.h"
#include "pages/exam.h"
#include "pages/login.h"
#include "pages/my.h"
#include "pages/respond.h"
#include "pages/staff_people.h"
#include "pages/staff_settings.h"
#include "pages/staff_survey.h"
#include "pages/staff_users.h"

#include "pages/staff_audit.h"

#define GET METHOD_GET
#define POST METHOD_POST

/* clang-format off */
const struct route routes[] = {
    /* method path                       handler         who          needs  run */
    { GET,  "/",                         landing_page,   0,           0,     READ },
    { POST, "/code",                     code_check,     0,           0,     WRITE },
    { GET,  "/i/{token}",                link_page,      0,           0,     READ },
    { POST, "/enter",                    enter,          0,           0,     WRITE },
    { POST, "/leave",                    leave,          FOR_VISITOR, CSRF,  WRITE },
    { GET,  "/left",                     left_page,      0,           0,     READ },

    { GET,  "/my",                       my_page,        FOR_VISITOR, 0,     READ },
    { GET,  "/my/{assignment}",          my_assignment,  FOR_VISITOR, 0,     READ },

    /* filling a questionnaire */
    { POST, "/my/{assignment}/start",    respond_start,  FOR_VISITOR, CSRF,  WRITE },
    { GET,  "/r/{response}",             respond_resume, FOR_VISITOR, 0,     READ },
    { GET,  "/r/{response}/review",      respond_review, FOR_VISITOR, 0,     READ },
    { GET,  "/r/{response}/done",        respond_done,   FOR_VISITOR, 0,     READ },
    { GET,  "/r/{response}/hand-in",     respond_refused, FOR_VISITOR, 0,    READ },
    { GET,  "/r/{response}/copy.pdf",    respond_copy,   FOR_VISITOR, 0,     JOB },
    { POST, "/r/{response}/hand-in",     respond_hand_in, FOR_VISITOR, CSRF, WRITE },
    { GET,  "/r/{response}/{section}",   respond_section, FOR_VISITOR, 0,    READ },
    { POST, "/r/{response}/{section}",   respond_save,   FOR_VISITOR, CSRF | MANY_FIELDS, WRITE },
    { POST, "/response/{response}/{question}", respond_autosave, FOR_VISITOR, CSRF, WRITE },

    /* taking a test */
    { POST, "/my/{assignment}/begin",    exam_begin,     FOR_VISITOR, CSRF,  WRITE },
    { GET,  "/t/{attempt}/finish",       exam_finish_page, FOR_VISITOR, 0,   READ },
    { GET,  "/t/{attempt}/result",       exam_result_page, FOR_VISITOR, 0,   READ },
    { POST, "/t/{attempt}/hand-in",      exam_hand_in,   FOR_VISITOR, CSRF,  WRITE },
    { GET,  "/t/{attempt}/{n}",          exam_question_page, FOR_VISITOR, 0, READ },
    { POST, "/t/{attempt}/{n}",          exam_save,      FOR_VISITOR, CSRF | MANY_FIELDS, WRITE },
    { POST, "/attempt/{attempt}/{n}",    exam_autosave,  FOR_VISITOR, CSRF | MANY_FIELDS, WRITE },

    { GET,  "/staff/login",              login_page,     0,           0,     READ },
    { POST, "/staff/login",              login_check,    0,           0,     JOB },
    { POST, "/staff/logout",             logout,         FOR_STAFF,   CSRF,  WRITE },

    /* who works here with a password */
    { GET,  "/staff/users",              staff_users_page, FOR_ADMIN, 0,     READ },
    { POST, "/staff/users",              staff_user_add, FOR_ADMIN,   CSRF,  JOB },
    { GET,  "/staff/users/{user}",       staff_user_page, FOR_ADMIN,  0,     READ },
    { POST, "/staff/users/{user}/password", staff_user_password, FOR_ADMIN, CSRF, JOB },
    { POST, "/staff/users/{user}/disable", staff_user_disable, FOR_ADMIN, CSRF, WRITE },
    { POST, "/staff/users/{user}/right", staff_user_right, FOR_ADMIN, CSRF,  WRITE },

    /* people, survey, links, settings */
    { GET,  "/staff",                    staff_projects_page, FOR_STAFF, 0,  READ },
    { POST, "/staff/projects",           staff_project_add, FOR_STAFF, CSRF, WRITE },
    { GET,  "/p/{project}/people",       people_page,    FOR_STAFF,   0,     READ },
    { GET,  "/p/{project}/people/import", people_import_page, FOR_STAFF, 0,  READ },
    { POST, "/p/{project}/people/import", people_import_check, FOR_STAFF, CSRF | UPLOAD, JOB },
    { GET,  "/p/{project}/people/new",   people_new_page, FOR_STAFF,  0,     READ },
    { POST, "/p/{project}/people/new",   people_add,     FOR_STAFF,   CSRF | MANY_FIELDS, WRITE },
    { GET,  "/p/{project}/people/{person}", person_page, FOR_STAFF,   0,     READ },
    { POST, "/p/{project}/people/{person}", person_save, FOR_STAFF,   CSRF | MANY_FIELDS, WRITE },
    { POST, "/p/{project}/people/{person}/revoke", people_revoke, FOR_STAFF, CSRF, WRITE },
    { POST, "/p/{project}/people/{person}/disable", people_disable, FOR_STAFF, CSRF, WRITE },
    { GET,  "/p/{project}/survey",       survey_page,    FOR_STAFF,   0,     READ },
    { POST, "/p/{project}/departments/{department}/confirm", department_confirmation, FOR_STAFF, CSRF, WRITE },
    { POST, "/p/{project}/survey",       survey_change,  FOR_STAFF,   CSRF | MANY_FIELDS, WRITE },
    { GET,  "/p/{project}/survey/assign", survey_assign_page, FOR_STAFF, 0,  READ },
    { POST, "/p/{project}/survey/assign", survey_assign, FOR_STAFF,   CSRF | MANY_FIELDS, WRITE },
    { GET,  "/p/{project}/links",        links_page,     FOR_STAFF,   0,     JOB },
    { GET,  "/p/{project}/links.csv",    links_csv,      FOR_STAFF,   0,     JOB },
    { GET,  "/p/{project}/slips",        slips_page,     FOR_STAFF,   0,     JOB },
    { GET,  "/p/{project}/answers/{response}", answers_page, FOR_STAFF, 0,   READ },
    { POST, "/p/{project}/answers/{response}/exclude", answers_exclude, FOR_STAFF, CSRF, WRITE },
    { POST, "/p/{project}/answers/{response}/return", answers_return, FOR_STAFF, CSRF, WRITE },
    { GET,  "/p/{project}/settings",     settings_page,  FOR_STAFF,   0,     READ },
    { POST, "/p/{project}/settings",     settings_save,  FOR_STAFF,   CSRF | MANY_FIELDS, WRITE },

    /* a project: today, goals, requirements, tests, documents */
    { GET,  "/p/{project}",              today_page,     FOR_STAFF,   0,     JOB },
    { GET,  "/p/{project}/goals",        goals_page,     FOR_STAFF,   0,     JOB },
    { POST, "/p/{project}/goals",        goals_set,      FOR_STAFF,   CSRF,  JOB },
    { GET,  "/p/{project}/requirements", requirements_page, FOR_STAFF, 0,    JOB },
    { GET,  "/p/{project}/requirements/{number}", requirement_page, FOR_STAFF, 0, JOB },
    { POST, "/p/{project}/requirements/{number}", requirement_decide, FOR_STAFF, CSRF, JOB },
    { GET,  "/p/{project}/exam",         staff_exam_page, FOR_STAFF,  0,     READ },
    { POST, "/p/{project}/exam",         staff_exam_assign, FOR_STAFF, CSRF | MANY_FIELDS, WRITE },
    { GET,  "/p/{project}/exam/{attempt}", staff_attempt_page, FOR_STAFF, 0, READ },
    { POST, "/p/{project}/exam/{attempt}", staff_attempt_act, FOR_STAFF, CSRF, WRITE },
    { GET,  "/p/{project}/documents",    documents_page, FOR_STAFF,   0,     READ },
    { GET,  "/p/{project}/documents/{report}", document_page, FOR_STAFF, 0,  JOB },
    { POST, "/p/{project}/documents/{report}", document_issue, FOR_STAFF, CSRF, JOB },
    { GET,  "/p/{project}/issued/{issue}", issued_page,  FOR_STAFF,   0,     READ },
};
/* clang-format on */

const size_t route_count = LENGTH(routes);
