/* What the tests of documents share: a document to begin with, and looking at a PDF with other programs. */
#ifndef TESTS_UNIT_DOCS_H
#define TESTS_UNIT_DOCS_H

#include "doc/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static inline struct doc *
doc_sample(struct arena *arena, bool landscape, const char *watermark)
{
    struct doc *doc =
        doc_new(arena, &(struct doc_facts){
                           .lang = LANG_RU,
                           .title = "Сводка требований <&> к CRM-системе",
                           .code = "СТ-01",
                           .version = "версия 3",
                           .date = "23.11.2026",
                           .made = { 2026, 11, 23, 14, 3, 21 },
                           .author = "А. П. Иванова",
                           .country = "RU",
                           .watermark = watermark,
                           .words = { "стр. {x} из {y}", "Продолжение: {t}", "заполнить от руки" },
                       });

    block_section(doc, &(struct section_setup){ .landscape = landscape,
                                                .header = "ООО «Альфа-Снаб»",
                                                .foot = "СТ-01 · версия 3 · 23.11.2026" });
    return doc;
}

/* Run a program on the bytes as a file; its output goes to `out`. Returns its exit status. */
static inline int
look(const char *const argv[], const struct buf *bytes, struct buf *out)
{
    char path[] = "/tmp/anketa-test-XXXXXX", chunk[65536];
    const char *args[12];
    int file = mkstemp(path), pipes[2], status = -1;
    size_t count = 0;
    ssize_t got;
    pid_t pid;

    if (file < 0 || write(file, bytes->data, bytes->length) != (ssize_t)bytes->length || pipe(pipes) != 0)
        return -1;
    for (; argv[count] && count < 10; count++)
        args[count] = strcmp(argv[count], "FILE") == 0 ? path : argv[count];
    args[count] = NULL;
    pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);

        dup2(pipes[1], 1);
        dup2(null, 2);
        close(pipes[0]);
        execvp(args[0], (char *const *)(const void *)args);
        _exit(127);
    }
    close(pipes[1]);
    while ((got = read(pipes[0], chunk, sizeof chunk)) > 0)
        buf_add(out, chunk, (size_t)got);
    close(pipes[0]);
    close(file);
    waitpid(pid, &status, 0);
    unlink(path);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif
