/* Handing a request to a worker and taking it back. */
#include "pages/app.h"

static void
run_work(struct work *work, void *reader)
{
    struct page_job *job = work->arg;

    job->arena = &work->arena;
    job->ran = reader != NULL; /* it could not be opened when the lane began */
    if (job->ran)
        job->run(job, reader);
}

/* What the worker made lives until the reply is sent. */
static void
work_done(struct work *work, bool ran)
{
    struct page_job *job = work->arg;

    job->ran = job->ran && ran;
    request_adopt(job->rq, &work->arena);
    server_finish(page_app(job->rq)->server, job->rq, job->finish, job->finish_runs);
}

struct reply
page_job_start(struct request *rq, struct page_job *job)
{
    job->rq = rq;
    job->work = (struct work){ .run = run_work, .done = work_done, .arg = job };
    rq->job = job;
    if (!lanes_submit(page_app(rq)->lanes, job->lane, &job->work)) {
        struct reply reply = page_refused(rq, 503, "error.busy");

        reply_header(&reply, "Retry-After", "5");
        return reply;
    }
    return reply_later(rq);
}
