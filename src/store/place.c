/* Are the database's files still where they were opened? Who deletes or replaces them takes every later save.
 */
#include "store/internal.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const suffixes[PLACE_FILES] = { "", "-wal" };

/* Device and inode of the file at the database's path; zeros when nothing is there. */
static struct file_place
look(const struct db *db, const char *suffix)
{
    size_t size = strlen(db->path) + strlen(suffix) + 1;
    char *path = malloc(size);
    struct stat found;
    struct file_place place = { 0, 0 };

    ensure(path != NULL);
    snprintf(path, size, "%s%s", db->path, suffix);
    if (stat(path, &found) == 0)
        place = (struct file_place){ found.st_dev, found.st_ino };
    free(path);
    return place;
}

void
place_keep(struct db *db)
{
    for (size_t i = 0; i < PLACE_FILES; i++)
        db->places[i] = look(db, suffixes[i]);
}

bool
place_is_kept(const struct db *db)
{
    for (size_t i = 0; i < PLACE_FILES; i++) {
        struct file_place now = look(db, suffixes[i]);

        if (db->places[i].inode == 0
            || (now.device == db->places[i].device && now.inode == db->places[i].inode))
            continue;
        log_error("%s%s was deleted, moved or replaced under the server: nothing can be stored", db->path,
                  suffixes[i]);
        return false;
    }
    return true;
}
