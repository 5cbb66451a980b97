/* What a form showed of something that several people may change: a save notices what others kept meanwhile.
 */
#ifndef PAGES_SEEN_H
#define PAGES_SEEN_H

#include "pages/staff.h"

/* A field as it is stored and as it was sent, both in the stored form. */
struct seen_field {
    const char *name, *stored, *typed;
};

struct seen_fields LIST_OF(struct seen_field);

/* For the hidden field `seen`: a digest of each stored value, "name:digest" parted by blanks. */
const char *seen_text(struct arena *arena, const struct seen_fields *fields);

/* Did the page that sent this `seen` show the value? Of what it does not name it showed nothing, "". */
bool seen_value(const char *seen, const char *name, const char *value);

/* Would saving put back what somebody else has changed since the page was made? Not where both say the same.
 */
bool seen_changed(const char *seen, const struct seen_field *field);

/* A changed field: where a link to it leads, what it is called, and what is stored, in words. */
struct seen_change {
    const char *name, *label, *words;
};

/* One among `changes` of the view, for changed_meanwhile.html. */
void seen_show(struct request *rq, struct view *view, const struct seen_change *change);

#endif
