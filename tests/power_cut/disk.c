// A disk that loses what was not synced, for a program under test: LD_PRELOAD=disk.so JUAN_DISK_ROOT=... JUAN_DISK=...
// Files below the root are written as ever; what fsync or fdatasync made sure of is copied to the folder JUAN_DISK, as
// files/INODE, and what a folder was synced with as folders/INODE, a list of its entries. held/INODE keeps every file
// that was opened or synced, whatever becomes of its name. With JUAN_DISK_LIES=1 a sync makes sure of nothing.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { files_max = 65536, descriptors_max = 65536, copy_bytes = 1 << 16 };

struct range {
    off_t from, to;
};
// What was done to a file since it was last synced.
struct file {
    ino_t inode;
    off_t cut;  // the shortest it was made
    size_t count, room;
    struct range* ranges;
};

static struct file files[files_max];  // open addressing by inode; 0 is free
static struct file* by_descriptor[descriptors_max];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX], disk[PATH_MAX];
static size_t root_length, disk_length;
static int lies;

static int (*next_open)(int, const char*, int, ...);
static int (*next_close)(int);
static ssize_t (*next_write)(int, const void*, size_t);
static ssize_t (*next_pwrite)(int, const void*, size_t, off_t);
static ssize_t (*next_writev)(int, const struct iovec*, int);
static int (*next_ftruncate)(int, off_t);

// Another library may open files before this one's turn comes.
__attribute__((constructor)) static void begin(void)
{
    if (next_ftruncate) return;
    *(void**)&next_open = dlsym(RTLD_NEXT, "openat64");
    *(void**)&next_close = dlsym(RTLD_NEXT, "close");
    *(void**)&next_write = dlsym(RTLD_NEXT, "write");
    *(void**)&next_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    *(void**)&next_writev = dlsym(RTLD_NEXT, "writev");
    *(void**)&next_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    const char* given_root = getenv("JUAN_DISK_ROOT");
    const char* given_disk = getenv("JUAN_DISK");
    if (given_root && given_disk && realpath(given_root, root) && realpath(given_disk, disk)) {
        root_length = strlen(root);
        disk_length = strlen(disk);
    }
    lies = getenv("JUAN_DISK_LIES") != NULL;
}

// Memory shared by SQLite's connections, scratch folders and what is made again from the store are no part of the disk.
static int is_watched(const char* path)
{
    const char* rest = path + root_length;
    if (!root_length || strncmp(path, root, root_length) || (*rest && *rest != '/')) return 0;
    if (!strncmp(path, disk, disk_length)) return 0;
    const size_t length = strlen(rest);
    return !(length > 4 && !strcmp(rest + length - 4, "-shm")) && !strstr(rest, "/mirror") && !strstr(rest, "/check") &&
           !strstr(rest, "/exports");
}

// Whether the descriptor's file or folder belongs to the disk, and its path.
static int look(int descriptor, char* path, struct stat* facts)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = '\0';
    return is_watched(path) && fstat(descriptor, facts) == 0;
}

static struct file* file_of(ino_t inode)
{
    size_t place = inode % files_max;
    while (files[place].inode && files[place].inode != inode) place = (place + 1) % files_max;
    if (!files[place].inode) files[place] = (struct file){.inode = inode, .cut = LONG_MAX};
    return &files[place];
}

static void hold(const char* path, ino_t inode)
{
    char held[PATH_MAX + 64];
    snprintf(held, sizeof held, "%s/held/%lu", disk, (unsigned long)inode);
    (void)!link(path, held);
}

static void opened(int descriptor, int flags)
{
    char path[PATH_MAX];
    struct stat facts;
    if (descriptor < 0 || descriptor >= descriptors_max) return;
    by_descriptor[descriptor] = NULL;
    if (!root_length || (flags & O_ACCMODE) == O_RDONLY || !look(descriptor, path, &facts) || !S_ISREG(facts.st_mode))
        return;
    pthread_mutex_lock(&lock);
    hold(path, facts.st_ino);
    by_descriptor[descriptor] = file_of(facts.st_ino);
    if (flags & O_TRUNC) by_descriptor[descriptor]->cut = 0;
    pthread_mutex_unlock(&lock);
}

static void wrote(int descriptor, off_t from, ssize_t bytes)
{
    struct file* file = descriptor >= 0 && descriptor < descriptors_max ? by_descriptor[descriptor] : NULL;
    if (!file || bytes <= 0 || from < 0) return;
    pthread_mutex_lock(&lock);
    struct range* last = file->count ? &file->ranges[file->count - 1] : NULL;
    if (last && last->to == from) {
        last->to += bytes;
    } else {
        if (file->count == file->room) {
            file->room = file->room ? 2 * file->room : 64;
            file->ranges = realloc(file->ranges, file->room * sizeof *file->ranges);
            if (!file->ranges) abort();
        }
        file->ranges[file->count++] = (struct range){from, from + bytes};
    }
    pthread_mutex_unlock(&lock);
}

static void copy(int from, int to, off_t at, off_t end)
{
    static char buffer[copy_bytes];  // under the lock
    while (at < end) {
        const size_t wanted = (size_t)(end - at < copy_bytes ? end - at : copy_bytes);
        const ssize_t got = pread(from, buffer, wanted, at);
        if (got <= 0) return;  // it became shorter meanwhile
        if (next_pwrite(to, buffer, (size_t)got, at) != got) abort();
        at += got;
    }
}

static void sync_file(int descriptor, const char* path, const struct stat* facts)
{
    char sure[PATH_MAX + 64], source[64];
    snprintf(sure, sizeof sure, "%s/files/%lu", disk, (unsigned long)facts->st_ino);
    snprintf(source, sizeof source, "/proc/self/fd/%d", descriptor);  // it may be open for writing only
    hold(path, facts->st_ino);
    const int from = next_open(AT_FDCWD, source, O_RDONLY | O_CLOEXEC);
    const int to = next_open(AT_FDCWD, sure, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (from < 0 || to < 0) abort();
    struct file* file = descriptor < descriptors_max ? by_descriptor[descriptor] : NULL;
    struct stat before;
    if (fstat(to, &before)) abort();
    if (file && file->cut < before.st_size && next_ftruncate(to, file->cut)) abort();
    if (next_ftruncate(to, facts->st_size)) abort();
    if (!file) copy(from, to, 0, facts->st_size);
    for (size_t i = 0; file && i < file->count; ++i) copy(from, to, file->ranges[i].from, file->ranges[i].to);
    if (file) {
        file->count = 0;
        file->cut = LONG_MAX;
    }
    next_close(from);
    next_close(to);
}

static void sync_folder(const char* path, const struct stat* facts)
{
    char sure[PATH_MAX + 64], fresh[PATH_MAX + 72];
    snprintf(sure, sizeof sure, "%s/folders/%lu", disk, (unsigned long)facts->st_ino);
    snprintf(fresh, sizeof fresh, "%s.fresh", sure);
    DIR* folder = opendir(path);
    FILE* list = fopen(fresh, "w");
    if (!folder || !list) abort();
    for (struct dirent* entry = readdir(folder); entry; entry = readdir(folder)) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        fprintf(list, "%lu %s\n", (unsigned long)entry->d_ino, entry->d_name);
    }
    closedir(folder);
    if (fclose(list) || rename(fresh, sure)) abort();
}

static int synced(int descriptor)
{
    char path[PATH_MAX];
    struct stat facts;
    if (!root_length || lies || !look(descriptor, path, &facts)) return 0;
    pthread_mutex_lock(&lock);
    if (S_ISDIR(facts.st_mode)) sync_folder(path, &facts);
    else if (S_ISREG(facts.st_mode)) sync_file(descriptor, path, &facts);
    pthread_mutex_unlock(&lock);
    return 0;
}

int fsync(int descriptor) { return synced(descriptor); }
int fdatasync(int descriptor) { return synced(descriptor); }

static int open_any(int folder, const char* path, int flags, va_list more)
{
    begin();
    const mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
    const int descriptor = next_open(folder, path, flags, mode);
    opened(descriptor, flags);
    return descriptor;
}

#define OPEN(folder)                                           \
    {                                                               \
        va_list more;                                               \
        va_start(more, flags);                                      \
        const int descriptor = open_any(folder, path, flags, more); \
        va_end(more);                                               \
        return descriptor;                                          \
    }
int open(const char* path, int flags, ...) OPEN(AT_FDCWD)
int open64(const char* path, int flags, ...) OPEN(AT_FDCWD)
int openat(int folder, const char* path, int flags, ...) OPEN(folder)
int openat64(int folder, const char* path, int flags, ...) OPEN(folder)

int close(int descriptor)
{
    begin();
    if (descriptor >= 0 && descriptor < descriptors_max) by_descriptor[descriptor] = NULL;
    return next_close(descriptor);
}

ssize_t write(int descriptor, const void* bytes, size_t size)
{
    begin();
    const ssize_t written = next_write(descriptor, bytes, size);
    if (descriptor >= 0 && descriptor < descriptors_max && by_descriptor[descriptor] && written > 0) {
        wrote(descriptor, lseek(descriptor, 0, SEEK_CUR) - written, written);
    }
    return written;
}

ssize_t writev(int descriptor, const struct iovec* parts, int count)
{
    begin();
    const ssize_t written = next_writev(descriptor, parts, count);
    if (descriptor >= 0 && descriptor < descriptors_max && by_descriptor[descriptor] && written > 0) {
        wrote(descriptor, lseek(descriptor, 0, SEEK_CUR) - written, written);
    }
    return written;
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t place)
{
    begin();
    const ssize_t written = next_pwrite(descriptor, bytes, size, place);
    wrote(descriptor, place, written);
    return written;
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off_t place)
{
    return pwrite(descriptor, bytes, size, place);
}

int ftruncate(int descriptor, off_t size)
{
    begin();
    struct file* file = descriptor >= 0 && descriptor < descriptors_max ? by_descriptor[descriptor] : NULL;
    const int code = next_ftruncate(descriptor, size);
    pthread_mutex_lock(&lock);
    if (file && code == 0 && size < file->cut) file->cut = size;
    pthread_mutex_unlock(&lock);
    return code;
}
int ftruncate64(int descriptor, off_t size) { return ftruncate(descriptor, size); }
