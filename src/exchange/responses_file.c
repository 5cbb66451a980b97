/* Responses as JSON lines, read and written. */
#include "exchange/responses_file.h"

#include "base/json.h"
#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

static const char *const state_words[] = { "answered", "dont_know", "not_applicable" };

static bool
fault_at(struct arena *arena, struct file_fault *fault, size_t line, size_t column, const char *sentence)
{
    *fault = (struct file_fault){ line, column, arena_copy(arena, sentence) };
    return false;
}

/* A text member; "" when absent; NULL when it is something else. */
static const char *
text_member(struct arena *arena, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (value == NULL || json_is_null(value))
        return "";
    return json_is_string(value) ? arena_copy_n(arena, json_string_value(value), json_string_length(value))
                                 : NULL;
}

static bool
number_member(const json_t *object, const char *key, int64_t *out)
{
    const json_t *value = json_object_get(object, key);

    *out = 0;
    if (value == NULL || json_is_null(value))
        return true;
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return false;
    *out = json_integer_value(value);
    return true;
}

/* "text", or {"state": "dont_know"}. */
static bool
read_cell(struct arena *arena, const char *address, const json_t *value, struct cell *cell)
{
    const char *state;

    if (!cell_parse(arena, address, cell))
        return false;
    cell->value = "";
    cell->state = CELL_ANSWERED;
    if (json_is_string(value)) {
        if (strlen(json_string_value(value)) != json_string_length(value))
            return false;
        cell->value = arena_copy(arena, json_string_value(value));
        return true;
    }
    state = json_string_value(json_object_get(value, "state"));
    for (int i = CELL_DONT_KNOW; state != NULL && i <= CELL_NOT_APPLICABLE; i++)
        if (strcmp(state, state_words[i]) == 0) {
            cell->state = (enum cell_state)i;
            return true;
        }
    return false;
}

static const char *
read_record(struct arena *arena, json_t *line, struct response_record *out)
{
    static const char *const keys[] = { "survey", "subject",    "person",       "language", "state",
                                        "mode",   "started_at", "handed_in_at", "seconds",  "answers" };
    const json_t *person = json_object_get(line, "person"), *answers = json_object_get(line, "answers");
    const char *key;
    json_t *value;

    if (!json_is_object(line) || !json_is_object(person) || !json_is_object(answers))
        return "a line is an object with survey, person and answers";
    json_object_foreach(line, key, value)
    {
        bool known = false;

        for (size_t i = 0; i < LENGTH(keys); i++)
            known = known || strcmp(keys[i], key) == 0;
        if (!known)
            return arena_printf(arena, "unknown key \"%.60s\"", key);
    }
    out->survey = text_member(arena, line, "survey");
    out->subject = text_member(arena, line, "subject");
    out->external_id = text_member(arena, person, "external_id");
    out->email = text_member(arena, person, "email");
    out->name = text_member(arena, person, "name");
    out->language = text_member(arena, line, "language");
    out->state = text_member(arena, line, "state");
    out->mode = text_member(arena, line, "mode");
    if (!out->survey || !out->subject || !out->external_id || !out->email || !out->name || !out->language
        || !out->state || !out->mode)
        return "survey, subject, person, language, state and mode are texts";
    if (!number_member(line, "started_at", &out->started_at)
        || !number_member(line, "handed_in_at", &out->handed_in_at)
        || !number_member(line, "seconds", &out->seconds))
        return "started_at, handed_in_at and seconds are whole numbers";
    json_object_foreach((json_t *)(uintptr_t)answers, key, value)
    {
        if (!read_cell(arena, key, value, ARENA_PUSH(arena, &out->answers)))
            return arena_printf(arena, "\"%.80s\" is not an answer: a text, or {\"state\": \"dont_know\"}",
                                key);
    }
    return NULL;
}

bool
responses_read_jsonl(struct arena *arena, const char *bytes, size_t length, struct response_records *out,
                     struct file_fault *fault)
{
    size_t number = 0;

    *out = (struct response_records){ 0 };
    if (!utf8_valid(bytes, length)) {
        size_t line, column;

        text_place(bytes, utf8_fault(bytes, length), &line, &column);
        return fault_at(arena, fault, line, column, "the file is not UTF-8 text");
    }
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t size = end ? (size_t)(end - bytes) : length;
        struct response_record *record;
        const char *complaint;
        json_error_t error;
        json_t *line;

        number++;
        if (size > 0 && bytes[0] != '\r') {
            line = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
            if (line == NULL)
                return fault_at(arena, fault, number, error.column > 0 ? (size_t)error.column : 1,
                                error.text);
            record = ARENA_PUSH(arena, out);
            record->line = number;
            complaint = read_record(arena, line, record);
            json_decref(line);
            if (complaint != NULL)
                return fault_at(arena, fault, number, 1, complaint);
        }
        bytes += size + (end != NULL);
        length -= size + (end != NULL);
    }
    return true;
}

void
response_write_jsonl(struct buf *out, const struct response_record *record)
{
    struct json json = json_to(out);
    scoped_arena arena = { 0 };

    json_begin_object(&json);
    json_key_text(&json, "survey", record->survey);
    if (record->subject[0] != '\0')
        json_key_text(&json, "subject", record->subject);
    json_key(&json, "person");
    json_begin_object(&json);
    json_key_text(&json, "external_id", record->external_id);
    json_key_text(&json, "email", record->email);
    json_key_text(&json, "name", record->name);
    json_end_object(&json);
    json_key_text(&json, "language", record->language);
    json_key_text(&json, "state", record->state);
    json_key_text(&json, "mode", record->mode);
    json_key_int(&json, "started_at", record->started_at);
    json_key_int(&json, "handed_in_at", record->handed_in_at);
    json_key_int(&json, "seconds", record->seconds);
    json_key(&json, "answers");
    json_begin_object(&json);
    for (size_t i = 0; i < record->answers.count; i++) {
        const struct cell *cell = &record->answers.items[i];

        json_key(&json, cell_name(&arena, cell->question, cell->row, cell->column));
        if (cell->state == CELL_ANSWERED) {
            json_text(&json, cell->value);
        } else {
            json_begin_object(&json);
            json_key_text(&json, "state", state_words[cell->state]);
            json_end_object(&json);
        }
    }
    json_end_object(&json);
    json_end_object(&json);
    buf_putc(out, '\n');
}
