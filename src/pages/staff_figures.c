/* How the pages for staff write figures, dates, priorities and lists of the audit and the exam. */
#include "pages/staff_figures.h"

#include "model/format.h"

#include <string.h>

const char *
staff_hundredths(struct request *rq, int64_t hundredths)
{
    return format_hundredths(rq->arena, page_lang(rq), hundredths, 2);
}

const char *
staff_share(struct request *rq, int64_t hundredths)
{
    return format_percent(rq->arena, page_lang(rq), staff_hundredths(rq, hundredths));
}

const char *
staff_priority(struct request *rq, enum priority priority)
{
    return page_text(rq, arena_printf(rq->arena, "priority.%s", priority_id(priority)));
}

const char *
staff_date(struct request *rq, const struct staff_project *at, int64_t moment)
{
    return moment != 0 ? format_date(rq->arena, page_lang(rq), at->zone, moment) : "";
}

const char *
staff_moment(struct request *rq, const struct staff_project *at, int64_t moment)
{
    if (moment == 0)
        return "";
    return arena_printf(rq->arena, "%s %s", staff_date(rq, at, moment),
                        format_time(rq->arena, page_lang(rq), at->zone, moment));
}

const char *
staff_department(struct request *rq, const struct audit_input *input, int64_t id)
{
    for (size_t i = 0; i < input->departments.count; i++)
        if (input->departments.items[i].id == id && id != 0)
            return input->departments.items[i].name;
    return page_text(rq, "requirements.no_department");
}

struct reply
staff_findings(struct request *rq, const struct staff_project *at, void *arg,
               struct reply (*page)(struct request *rq, struct findings_use *use))
{
    struct findings_use *use = ARENA_NEW(rq->arena, struct findings_use);
    struct staff_project *kept = ARENA_NEW(rq->arena, struct staff_project);

    *kept = *at;
    *use = (struct findings_use){ .at = kept, .lang = page_lang(rq), .page = page, .arg = arg };
    use->writes = rq->method == METHOD_POST;
    return findings_serve(rq, use);
}
