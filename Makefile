# Anketa. `make help` lists what can be done.
B        ?= build
CC       ?= cc
PREFIX   ?= /usr/local
Q        := $(if $(V),,@)

WARNINGS := -Wall -Wextra -Werror -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual \
            -Wwrite-strings -Wformat=2 -Wvla -Wundef -Wpointer-arith
HARDEN   := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE -fno-plt
VERSION  := 0.1.0
CFLAGS   := -DANKETA_VERSION='"$(VERSION)"' -std=c11 -D_POSIX_C_SOURCE=200809L -D_GNU_SOURCE -g -O2 $(WARNINGS) -pthread -Isrc -I$(B)/gen $(EXTRA_CFLAGS)
LDFLAGS  := -pthread -pie -Wl,-z,relro,-z,now $(EXTRA_LDFLAGS)
LDLIBS   := -lmicrohttpd -lsqlite3 -lyaml -lhpdf -lsodium -lpcre2-8 -lutf8proc -lqrencode -lharfbuzz-subset -lharfbuzz \
            -lhyphen -ljansson -lm
ifdef SAN
B        := build-san
CFLAGS   += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -fPIE
LDFLAGS  += -fsanitize=address,undefined
else ifdef COV
B        := build-cov
CFLAGS   += -O0 --coverage -fPIE
LDFLAGS  += --coverage
else
CFLAGS   += $(HARDEN)
endif

SRC      := $(shell find src -name '*.c')
OBJ      := $(SRC:%.c=$(B)/%.o) $(B)/gen/schema.o $(B)/gen/web.o
LIB      := $(filter-out $(B)/src/main.o $(B)/src/command/%,$(OBJ))
TESTS    := $(patsubst tests/unit/%.c,$(B)/%,$(wildcard tests/unit/test_*.c))
HTTP     := $(patsubst tests/%.c,$(B)/%,$(wildcard tests/http/test_*.c))

.PHONY: all help deps test-deps run test unit-tests http-tests check lint fmt fuzz bench cover install clean screens
.SECONDARY:

all: $(B)/anketa ## build the program: build/anketa

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile | expand -t 14

$(B)/anketa: $(OBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/%.o: %.c
	@mkdir -p $(@D); echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/gen/%.o: $(B)/gen/%.c
	@echo "  CC    $@"
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# one array entry a migration; their numbers must run from 1 without a gap
SQL      := $(sort $(wildcard src/store/sql/[0-9][0-9][0-9][0-9]-*.sql))
$(B)/gen/schema.c: $(SQL)
	@mkdir -p $(@D); echo "  GEN   $@"
	$(Q)tests/lint/migrations.sh $^
	$(Q){ echo '#include "store/internal.h"'; echo 'const struct migration migrations[] = {'; \
	for f in $^; do echo "{ \"$${f##*/}\","; sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $$f; echo '},'; done; \
	echo '};'; echo 'const int migration_count = $(words $(SQL));'; } > $@

# templates, styles, scripts and texts as bytes; the folders are prerequisites so that a removed file counts
WEB      := $(sort $(wildcard web/templates/*.html web/static/*.* web/lang/*.yaml web/demo/*.*))
$(B)/gen/web.c: $(WEB) web/templates web/static web/lang web/demo
	@mkdir -p $(@D); echo "  GEN   $@"
	$(Q){ echo '#include "html/web_files.h"'; \
	i=0; for f in $(WEB); do i=$$((i + 1)); echo "static const unsigned char file_$$i[] = {"; xxd -i <$$f; echo ', 0 };'; done; \
	echo 'const struct web_file web_files[] = {'; \
	i=0; for f in $(WEB); do i=$$((i + 1)); \
	echo "{ \"$${f#web/}\", (const char *)file_$$i, sizeof file_$$i - 1 },"; done; \
	echo '};'; echo 'const size_t web_file_count = $(words $(WEB));'; } > $@

$(B)/test_%: $(B)/tests/unit/test_%.o $(LIB)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

# these know the program only by its pages
$(B)/http/test_%: $(B)/tests/http/test_%.o
	@mkdir -p $(@D); echo "  LD    $@"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lcurl -lcmocka

run: deps ## install what is missing, build, fill a demo company, serve it on http://127.0.0.1:8080/
	@$(MAKE) --no-print-directory all
	@tests/start.sh $(B)/anketa

install: all ## install the program, its forms and man page below PREFIX (/usr/local)
	install -D -m 755 $(B)/anketa $(DESTDIR)$(PREFIX)/bin/anketa
	install -D -m 644 docs/anketa.1 $(DESTDIR)$(PREFIX)/share/man/man1/anketa.1
	for f in surveys/*.yaml quizzes/*.yaml; do install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/anketa/$$f; done

cover: test-deps ## unit tests with line coverage: build-cov/coverage.txt
	@$(MAKE) --no-print-directory COV=1 -j2 unit-tests
	@rc=0; for t in $(TESTS:$(B)/%=build-cov/%); do $$t >/dev/null 2>&1 || { echo "$$t failed"; rc=1; }; done; \
	gcovr -r . --object-directory build-cov -f src/ --print-summary -o build-cov/coverage.txt || rc=1; \
	tail -n 4 build-cov/coverage.txt || rc=1; exit $$rc

bench: test-deps all ## measure against the floor; STRICT=1 fails below a target
	@python3 tests/bench/bench.py $(if $(STRICT),--strict)

unit-tests: $(TESTS)

http-tests: all $(HTTP)

check: ## run the unit tests and the lints: the inner loop
	@ONLY='build unit lint' tests/run.sh

test: test-deps ## install what the tests need and run everything; ends with "N passed, N failed"
	@tests/run.sh

FUZZERS  := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZTIME ?= 10
FUZZ_SRC := $(filter-out src/main.c src/command/%,$(SRC)) $(B)/gen/schema.c $(B)/gen/web.c
FUZZ_OBJ := $(FUZZ_SRC:%.c=$(B)/fuzz/obj/%.o)
FUZZ_CC  := clang -std=c11 -D_POSIX_C_SOURCE=200809L -D_GNU_SOURCE -g -O1 -pthread -Isrc

$(B)/fuzz/obj/%.o: %.c
	@mkdir -p $(@D); echo "  CC    $@"
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -MMD -MP -c -o $@ $<

$(B)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(FUZZ_OBJ)
	@echo "  LD    $@"
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $@ $^ $(LDLIBS)

fuzz: $(FUZZERS:%=$(B)/fuzz/fuzz_%) ## fuzz every parser for FUZZTIME seconds (10) from the kept corpus
	@rc=0; for f in $(FUZZERS); do mkdir -p $(B)/fuzz/new-$$f; \
	$(B)/fuzz/fuzz_$$f -seed=1 -max_total_time=$(FUZZTIME) -timeout=5 -rss_limit_mb=2048 -artifact_prefix=$(B)/fuzz/$$f- \
	    $(B)/fuzz/new-$$f tests/fuzz/corpus/$$f >$(B)/fuzz/$$f.log 2>&1 && echo "ok fuzz $$f" || \
	    { echo "not ok fuzz $$f"; tail -n 30 $(B)/fuzz/$$f.log; rc=1; }; done; exit $$rc

screens: test-deps all ## make the pictures of the README anew: docs/img/
	@node tests/browser/screens.mjs

lint: ## format, layers, banned functions, cppcheck, spelling
	@tests/lint/all.sh

fmt: ## format the C files in place
	@find src tests -name '*.[ch]' | xargs clang-format -i

deps: ## install what building and running needs
	@tests/deps.sh run

test-deps:
	@tests/deps.sh test

clean: ## remove what was built
	rm -rf build build-san build-cov

-include $(OBJ:.o=.d) $(FUZZ_OBJ:.o=.d) $(TESTS:$(B)/%=$(B)/tests/unit/%.d) $(HTTP:$(B)/%=$(B)/tests/%.d)
