/*
 * Writing JSON on a buf: commas and escapes come by themselves. Safe inside a script element: `<` is escaped.
 * No name here may be one of jansson's: the linker would give jansson ours.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct json {
    struct buf *buf;
    int depth;
    bool first[32]; /* nothing written yet at this depth */
    bool after_key;
};

/* Start writing a value to `buf`. */
struct json json_to(struct buf *buf);

void json_begin_object(struct json *json);
void json_end_object(struct json *json);
void json_begin_array(struct json *json);
void json_end_array(struct json *json);
void json_key(struct json *json, const char *key);
void json_text(struct json *json, const char *text); /* NULL writes null */
void json_int(struct json *json, int64_t number);
void json_number(struct json *json, double number); /* at most 6 decimals; not finite writes null */
void json_bool(struct json *json, bool value);
void json_put_null(struct json *json);
void json_put_raw(struct json *json, const char *value); /* a value that is JSON already, written by us */

/* key and value in one call */
void json_key_text(struct json *json, const char *key, const char *text);
void json_key_int(struct json *json, const char *key, int64_t number);
void json_key_bool(struct json *json, const char *key, bool value);

#endif
