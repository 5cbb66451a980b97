/* A password that the program makes for a user: hashed in the short lane, shown once, kept only as its hash.
 */
#include "pages/staff_users.h"

#include "store/user.h"

static void
hash_password(struct page_job *job, struct db *reader)
{
    struct user_secret *secret = job->arg;

    (void)reader;
    secret->hash = user_password_hash(job->arena, secret->password);
}

struct reply
user_secret_make(struct request *rq, handler *finish, void *arg)
{
    struct user_secret *secret = ARENA_NEW(rq->arena, struct user_secret);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);

    *secret = (struct user_secret){ .password = user_password_make(rq->arena), .arg = arg };
    *job = (struct page_job){
        .run = hash_password, .finish = finish, .finish_runs = WRITE, .lane = LANE_SHORT, .arg = secret
    };
    return page_job_start(rq, job);
}

const struct user_secret *
user_secret(const struct request *rq)
{
    const struct page_job *job = rq->job;

    return job->ran ? job->arg : NULL;
}

struct reply
user_secret_show(struct request *rq, const struct staff *user, const char *title)
{
    struct view *view = staff_plain_view(rq, title);

    staff_user_view(rq, view, user);
    /* this page has no address of its own: the language switch leads to the user's */
    view_text(view, "path", url_path(rq->arena, "/staff/users/%", arena_int(rq->arena, user->id), NULL));
    view_text(view, "password", user_secret(rq)->password);
    return page_reply(rq, 200, "staff_user_password", view);
}
