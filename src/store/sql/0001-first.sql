-- The first schema. Moments are milliseconds since 1970-01-01 UTC; hundredths are integers.

CREATE TABLE project ( -- one organisation's introduction of a CRM
    id INTEGER PRIMARY KEY, -- its number
    code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 40), -- what people type and see in addresses
    revision INTEGER NOT NULL DEFAULT 0, -- rises with every hand-in, decision and import
    title TEXT NOT NULL, -- of the project
    organisation TEXT NOT NULL, -- full name, as printed
    city TEXT NOT NULL DEFAULT '', -- as printed
    country TEXT NOT NULL CHECK (country IN ('RU', 'UA', 'other')), -- whose law is referred to
    time_zone TEXT NOT NULL, -- IANA name; all printed times are in it
    languages TEXT NOT NULL, -- codes separated by blanks
    language TEXT NOT NULL, -- the default one
    created_at INTEGER NOT NULL -- moment
) STRICT;

CREATE TABLE project_fact ( -- what is printed about a project and its attestation, one fact a row
    project INTEGER NOT NULL REFERENCES project (id), -- whose
    key TEXT NOT NULL, -- names are in store/project.h
    value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 4000), -- lists have one entry a line
    set_at INTEGER NOT NULL, -- moment
    set_by INTEGER NOT NULL, -- staff; 0 for a command
    PRIMARY KEY (project, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE department ( -- a part of the organisation
    id INTEGER PRIMARY KEY, -- its number
    project INTEGER NOT NULL REFERENCES project (id), -- whose
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200), -- as people call it
    sort_key TEXT NOT NULL, -- of the name
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)), -- its head confirmed a small sample
    UNIQUE (project, name),
    UNIQUE (id, project)
) STRICT;

CREATE TABLE person ( -- somebody who answers
    id INTEGER PRIMARY KEY, -- their number
    project INTEGER NOT NULL REFERENCES project (id), -- where
    family TEXT NOT NULL, -- family name
    given TEXT NOT NULL DEFAULT '', -- given name
    patronymic TEXT NOT NULL DEFAULT '', -- patronymic
    sort_key TEXT NOT NULL, -- of the whole name, made in C
    search_key TEXT NOT NULL, -- of name, position and e-mail, made in C
    position TEXT NOT NULL DEFAULT '', -- job title
    department INTEGER, -- may be unknown
    roles TEXT NOT NULL DEFAULT '', -- role ids separated by blanks
    key_user INTEGER NOT NULL DEFAULT 0 CHECK (key_user IN (0, 1)), -- owns a process
    email TEXT NOT NULL DEFAULT '', -- as given
    phone TEXT NOT NULL DEFAULT '', -- as given
    language TEXT NOT NULL DEFAULT '', -- empty: the project's
    external_id TEXT NOT NULL DEFAULT '', -- number in the organisation's own list
    generation INTEGER NOT NULL DEFAULT 1, -- of link and code; revoking makes the next one
    link_lookup TEXT UNIQUE, -- keyed hash of the link's token
    code_lookup TEXT UNIQUE, -- keyed hash of the typed code
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)), -- may not come in
    created_at INTEGER NOT NULL, -- moment
    UNIQUE (id, project),
    FOREIGN KEY (department, project) REFERENCES department (id, project)
) STRICT;
CREATE INDEX person_sorted ON person (project, sort_key);
CREATE INDEX person_department ON person (department);
CREATE UNIQUE INDEX person_external ON person (project, external_id) WHERE external_id <> '';
CREATE INDEX person_email ON person (project, lower(email)) WHERE email <> '';

CREATE TABLE staff ( -- somebody who works in the program with a password
    id INTEGER PRIMARY KEY, -- their number
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 60), -- typed at login
    full_name TEXT NOT NULL, -- as printed
    password TEXT NOT NULL, -- Argon2id, as libsodium writes it
    admin INTEGER NOT NULL DEFAULT 0 CHECK (admin IN (0, 1)), -- sees all projects and makes staff
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)), -- may not log in
    created_at INTEGER NOT NULL -- moment
) STRICT;

CREATE TABLE staff_right ( -- what a staff user may do in a project
    staff INTEGER NOT NULL REFERENCES staff (id), -- who
    project INTEGER NOT NULL REFERENCES project (id), -- where
    role TEXT NOT NULL CHECK (role IN ('consultant', 'trainer', 'commission')), -- as what
    PRIMARY KEY (staff, project, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_right_project ON staff_right (project);

CREATE TABLE session ( -- a browser that has come in
    token_hash TEXT PRIMARY KEY, -- SHA-256 of the cookie
    staff INTEGER REFERENCES staff (id), -- who, when staff
    person INTEGER REFERENCES person (id), -- who, when a visitor
    csrf TEXT NOT NULL, -- what its forms must bring back
    created_at INTEGER NOT NULL, -- moment
    seen_at INTEGER NOT NULL, -- moment of the last use, kept to the minute
    idle INTEGER NOT NULL, -- milliseconds without use after which it ends
    expires_at INTEGER NOT NULL, -- moment it ends whatever happens
    CHECK ((staff IS NULL) <> (person IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX session_staff ON session (staff) WHERE staff IS NOT NULL;
CREATE INDEX session_person ON session (person) WHERE person IS NOT NULL;

CREATE TABLE throttle ( -- failures of coming in, by what was tried
    key TEXT PRIMARY KEY, -- address or name, as the caller writes it
    failures INTEGER NOT NULL, -- in a row
    last_at INTEGER NOT NULL, -- moment of the last one
    until INTEGER NOT NULL -- moment before which the next try waits
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_age ON throttle (last_at);

CREATE TABLE form ( -- every version of a questionnaire or test that was ever served
    hash TEXT PRIMARY KEY, -- SHA-256 of the file and its pictures
    kind TEXT NOT NULL CHECK (kind IN ('survey', 'quiz')), -- which of the two
    form TEXT NOT NULL, -- its id in the file
    version INTEGER NOT NULL, -- the author's number
    source TEXT NOT NULL, -- the file's text
    kept_at INTEGER NOT NULL -- moment it was first served
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment ( -- a person is asked to fill a questionnaire or take a test
    id INTEGER PRIMARY KEY, -- its number
    project INTEGER NOT NULL REFERENCES project (id), -- where
    person INTEGER NOT NULL, -- who
    kind TEXT NOT NULL CHECK (kind IN ('survey', 'quiz')), -- which of the two
    form TEXT NOT NULL, -- the form's id
    subject TEXT NOT NULL DEFAULT '', -- '', a process code or a data source
    variant TEXT NOT NULL DEFAULT '', -- of a test
    due_date TEXT NOT NULL DEFAULT '', -- ISO date, or ''
    closes_at INTEGER NOT NULL DEFAULT 0, -- moment after which it cannot be taken; 0 none
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled')), -- may it be taken
    created_at INTEGER NOT NULL, -- moment
    UNIQUE (person, form, subject),
    UNIQUE (id, project, person),
    FOREIGN KEY (person, project) REFERENCES person (id, project)
) STRICT;
CREATE INDEX assignment_project ON assignment (project, form);

CREATE TABLE response ( -- one filled or half-filled questionnaire
    id INTEGER PRIMARY KEY, -- its number
    assignment INTEGER NOT NULL UNIQUE, -- what it answers
    project INTEGER NOT NULL, -- of the assignment, to save a look-up at every save
    person INTEGER NOT NULL, -- of the assignment, for the same reason
    form_hash TEXT NOT NULL REFERENCES form (hash), -- the version it was started under, for ever
    language TEXT NOT NULL, -- it is filled in
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'handed_in', 'returned')), -- where it stands
    mode TEXT NOT NULL DEFAULT 'self' CHECK (mode IN ('self', 'interview', 'paper', 'import')), -- how it came
    started_at INTEGER NOT NULL, -- moment
    handed_in_at INTEGER NOT NULL DEFAULT 0, -- moment; 0 not yet
    page TEXT NOT NULL DEFAULT '', -- section last open
    revision INTEGER NOT NULL DEFAULT 0, -- rises with every change of its state
    seconds INTEGER NOT NULL DEFAULT 0, -- time spent, as far as known
    excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)), -- a consultant left it out
    excluded_reason TEXT NOT NULL DEFAULT '', -- and why
    FOREIGN KEY (assignment, project, person) REFERENCES assignment (id, project, person)
) STRICT;
CREATE INDEX response_project ON response (project, state, handed_in_at);

CREATE TABLE answer ( -- one cell of a response as it stands
    response INTEGER NOT NULL REFERENCES response (id), -- of which
    question TEXT NOT NULL, -- its id
    row_id TEXT NOT NULL DEFAULT '', -- row of a table or matrix, or ''
    column_id TEXT NOT NULL DEFAULT '', -- column, or one of the program's own (.other .comment ...), or ''
    value TEXT NOT NULL, -- '' when emptied or not a value
    state INTEGER NOT NULL CHECK (state IN (0, 1, 2)), -- answered, don't know, not applicable
    revision INTEGER NOT NULL CHECK (revision > 0), -- rises with every change of the cell
    saved_at INTEGER NOT NULL, -- moment
    history INTEGER NOT NULL, -- the newest row of answer_history about this cell
    PRIMARY KEY (response, question, row_id, column_id)
) STRICT, WITHOUT ROWID;

-- Rows are only ever added at the end, and a cell's rows are a chain that begins in answer.history: an index would
-- make every save write one more page.
CREATE TABLE answer_history ( -- every change of a cell; nothing is ever taken out
    id INTEGER PRIMARY KEY, -- in order
    response INTEGER NOT NULL REFERENCES response (id), -- of which
    question TEXT NOT NULL, -- as in answer
    row_id TEXT NOT NULL, -- as in answer
    column_id TEXT NOT NULL, -- as in answer
    revision INTEGER NOT NULL, -- of the cell after the change
    before INTEGER NOT NULL, -- the row before of the same cell, whose value was the old one; 0 none
    value TEXT NOT NULL, -- after the change
    state INTEGER NOT NULL, -- after the change
    at INTEGER NOT NULL, -- moment
    actor_kind INTEGER NOT NULL, -- 0 person, 1 staff, 2 server, 3 command
    actor INTEGER NOT NULL, -- their number
    page TEXT NOT NULL, -- the browser page that sent it
    sequence INTEGER NOT NULL -- its number among that page's saves
) STRICT;

CREATE TABLE event ( -- what happened, in order; nothing is ever taken out
    id INTEGER PRIMARY KEY, -- in order
    project INTEGER REFERENCES project (id), -- where; NULL: of the whole program
    at INTEGER NOT NULL, -- moment
    actor_kind INTEGER NOT NULL, -- 0 person, 1 staff, 2 server, 3 command
    actor INTEGER NOT NULL, -- their number
    kind TEXT NOT NULL, -- answer, hand_in, login ...
    object INTEGER NOT NULL, -- number of what it happened to: a response, an attempt, a person ...; 0 none
    detail TEXT -- more of it, or NULL
) STRICT;
CREATE INDEX event_project ON event (project, id) WHERE kind <> 'answer';

CREATE TABLE paper ( -- the questions of one attempt, drawn when it was assigned
    id INTEGER PRIMARY KEY, -- its number
    assignment INTEGER NOT NULL REFERENCES assignment (id), -- for which
    number INTEGER NOT NULL CHECK (number > 0), -- of the attempt, from 1
    form_hash TEXT NOT NULL REFERENCES form (hash), -- the version of the test
    variant TEXT NOT NULL, -- of the test
    seed INTEGER NOT NULL, -- it was drawn with
    made_at INTEGER NOT NULL, -- moment
    UNIQUE (assignment, number)
) STRICT;

CREATE TABLE paper_item ( -- one question of a paper
    paper INTEGER NOT NULL REFERENCES paper (id), -- of which
    place INTEGER NOT NULL, -- from 1
    item TEXT NOT NULL, -- the question's id
    options TEXT NOT NULL, -- option values in the order shown, separated by blanks
    PRIMARY KEY (paper, place),
    UNIQUE (paper, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt ( -- a person takes a test with one paper
    id INTEGER PRIMARY KEY, -- its number
    project INTEGER NOT NULL, -- of the assignment
    person INTEGER NOT NULL, -- of the assignment
    assignment INTEGER NOT NULL, -- for which
    paper INTEGER NOT NULL UNIQUE REFERENCES paper (id), -- with which
    number INTEGER NOT NULL CHECK (number > 0), -- from 1
    state TEXT NOT NULL DEFAULT 'ready' -- where it stands
        CHECK (state IN ('ready', 'running', 'handed_in', 'expired', 'interrupted', 'no_show', 'not_admitted')),
    language TEXT NOT NULL DEFAULT '', -- it is taken in
    started_at INTEGER NOT NULL DEFAULT 0, -- moment; 0 not yet
    deadline INTEGER NOT NULL DEFAULT 0, -- moment set at the start; 0 not yet
    handed_in_at INTEGER NOT NULL DEFAULT 0, -- moment; 0 not yet
    handed_in_by TEXT NOT NULL DEFAULT '' CHECK (handed_in_by IN ('', 'person', 'server', 'staff')), -- by whom
    extra_minutes INTEGER NOT NULL DEFAULT 0 CHECK (extra_minutes >= 0), -- granted
    note TEXT NOT NULL DEFAULT '', -- of the commission
    mark INTEGER, -- hundredths of a point; NULL: not marked yet
    most INTEGER, -- hundredths of a point
    percent INTEGER, -- hundredths of a percent, cut down
    bar INTEGER, -- hundredths of a point that were needed
    reason TEXT CHECK (reason IN ('passed', 'critical', 'score', 'topic')), -- verdict
    detail TEXT NOT NULL DEFAULT '', -- of the verdict: the critical question or the topic
    key_version INTEGER NOT NULL DEFAULT 0, -- of the key it was marked with
    UNIQUE (assignment, number),
    FOREIGN KEY (assignment, project, person) REFERENCES assignment (id, project, person)
) STRICT;
CREATE INDEX attempt_project ON attempt (project, state);
CREATE INDEX attempt_running ON attempt (deadline) WHERE state = 'running';

CREATE TABLE attempt_answer ( -- one answer of an attempt as it stands
    attempt INTEGER NOT NULL REFERENCES attempt (id), -- of which
    item TEXT NOT NULL, -- the question's id
    value TEXT NOT NULL, -- in its stored form; '' none
    marked INTEGER NOT NULL DEFAULT 0 CHECK (marked IN (0, 1)), -- flagged to come back to
    revision INTEGER NOT NULL CHECK (revision > 0), -- rises with every change
    saved_at INTEGER NOT NULL, -- moment
    PRIMARY KEY (attempt, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt_answer_history ( -- every change of an answer of an attempt; nothing is ever taken out
    attempt INTEGER NOT NULL REFERENCES attempt (id), -- of which
    item TEXT NOT NULL, -- the question's id
    revision INTEGER NOT NULL, -- after the change
    old_value TEXT, -- NULL: there was none
    value TEXT NOT NULL, -- after the change
    marked INTEGER NOT NULL, -- after the change
    at INTEGER NOT NULL, -- moment
    page TEXT NOT NULL, -- the browser page that sent it
    sequence INTEGER NOT NULL, -- its number among that page's saves
    PRIMARY KEY (attempt, item, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE mark ( -- what one question of an attempt earned
    attempt INTEGER NOT NULL REFERENCES attempt (id), -- of which
    item TEXT NOT NULL, -- the question's id
    mark INTEGER NOT NULL, -- hundredths of a point
    most INTEGER NOT NULL, -- hundredths of a point
    key_version INTEGER NOT NULL, -- of the key it was marked with
    PRIMARY KEY (attempt, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal ( -- a goal of the project with its measure
    id INTEGER PRIMARY KEY, -- its number
    project INTEGER NOT NULL REFERENCES project (id), -- whose
    key TEXT NOT NULL CHECK (length(key) > 0), -- a goal's key, or key and row of the table of measures
    indicator TEXT NOT NULL DEFAULT '', -- what is measured
    unit TEXT NOT NULL DEFAULT '', -- in what
    current TEXT NOT NULL DEFAULT '', -- number with a point, or ''
    not_measured INTEGER NOT NULL DEFAULT 0 CHECK (not_measured IN (0, 1)), -- the current value is not known
    target TEXT NOT NULL DEFAULT '', -- number with a point, or ''
    due_date TEXT NOT NULL DEFAULT '', -- ISO date, or ''
    owner TEXT NOT NULL DEFAULT '', -- a name
    how TEXT NOT NULL DEFAULT '', -- it is measured
    rank TEXT NOT NULL DEFAULT '' CHECK (rank IN ('', 'A', 'B', 'C')), -- weight in the priorities
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved')), -- only approved ones count
    set_by INTEGER NOT NULL, -- staff; 0: agreed by the answers
    set_at INTEGER NOT NULL, -- moment
    UNIQUE (project, key)
) STRICT;

CREATE TABLE requirement ( -- a requirement that ever appeared in a project
    id INTEGER PRIMARY KEY, -- inside the program
    project INTEGER NOT NULL REFERENCES project (id), -- whose
    number INTEGER NOT NULL CHECK (number > 0), -- printed, never reused
    code TEXT NOT NULL, -- of the catalogue
    key TEXT NOT NULL DEFAULT '', -- choice value or normalised row text
    first_seen_at INTEGER NOT NULL, -- moment
    UNIQUE (project, number),
    UNIQUE (project, code, key),
    UNIQUE (id, project)
) STRICT;

CREATE TABLE requirement_alias ( -- two rows of one meaning, merged by a person
    requirement INTEGER PRIMARY KEY, -- the row that is not printed any more
    project INTEGER NOT NULL, -- whose
    into_requirement INTEGER NOT NULL CHECK (into_requirement <> requirement), -- the row that stands for it
    staff INTEGER NOT NULL, -- who merged; 0 for a command
    at INTEGER NOT NULL, -- moment
    FOREIGN KEY (requirement, project) REFERENCES requirement (id, project),
    FOREIGN KEY (into_requirement, project) REFERENCES requirement (id, project)
) STRICT;

CREATE TABLE decision ( -- what a person decided about a requirement; the latest of a kind counts
    id INTEGER PRIMARY KEY, -- in order
    project INTEGER NOT NULL, -- whose
    requirement INTEGER NOT NULL, -- about which
    kind TEXT NOT NULL CHECK (kind IN ('priority', 'rule', 'reject', 'acceptance')), -- what is decided
    value TEXT NOT NULL, -- a priority, a choice, a criterion; '' takes the decision back
    reason TEXT NOT NULL, -- as given
    staff INTEGER NOT NULL, -- who; 0 for a command
    at INTEGER NOT NULL, -- moment
    FOREIGN KEY (requirement, project) REFERENCES requirement (id, project)
) STRICT;
CREATE INDEX decision_requirement ON decision (requirement, kind, id);
CREATE INDEX decision_project ON decision (project, id);

CREATE TABLE issued_document ( -- a document as it was given out; nothing is ever changed
    id INTEGER PRIMARY KEY, -- in order
    project INTEGER NOT NULL REFERENCES project (id), -- whose
    kind TEXT NOT NULL, -- name of the report
    number INTEGER NOT NULL CHECK (number > 0), -- among those of its kind
    revision INTEGER NOT NULL, -- of the project it shows
    language TEXT NOT NULL, -- it is written in
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64), -- of the file
    figures TEXT NOT NULL, -- every computed figure, JSON
    staff INTEGER NOT NULL, -- who issued it; 0 for a command
    created_at INTEGER NOT NULL, -- moment
    UNIQUE (project, kind, number)
) STRICT;

CREATE TRIGGER answer_history_fixed BEFORE UPDATE ON answer_history BEGIN SELECT RAISE(ABORT, 'history is append only'); END;
CREATE TRIGGER answer_history_kept BEFORE DELETE ON answer_history BEGIN SELECT RAISE(ABORT, 'history is append only'); END;
CREATE TRIGGER attempt_answer_history_fixed BEFORE UPDATE ON attempt_answer_history BEGIN SELECT RAISE(ABORT, 'history is append only'); END;
CREATE TRIGGER attempt_answer_history_kept BEFORE DELETE ON attempt_answer_history BEGIN SELECT RAISE(ABORT, 'history is append only'); END;
CREATE TRIGGER event_fixed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append only'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append only'); END;
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append only'); END;
CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decisions are append only'); END;
CREATE TRIGGER issued_document_fixed BEFORE UPDATE ON issued_document BEGIN SELECT RAISE(ABORT, 'an issued document is never changed'); END;
CREATE TRIGGER issued_document_kept BEFORE DELETE ON issued_document BEGIN SELECT RAISE(ABORT, 'an issued document is never changed'); END;
CREATE TRIGGER requirement_kept BEFORE DELETE ON requirement BEGIN SELECT RAISE(ABORT, 'a number is never reused'); END;
CREATE TRIGGER requirement_numbered BEFORE UPDATE OF number, project, code, key ON requirement BEGIN SELECT RAISE(ABORT, 'a number is never reused'); END;
CREATE TRIGGER form_fixed BEFORE UPDATE ON form BEGIN SELECT RAISE(ABORT, 'a served form is never changed'); END;
CREATE TRIGGER form_kept BEFORE DELETE ON form BEGIN SELECT RAISE(ABORT, 'a served form is never changed'); END;
CREATE TRIGGER response_pinned BEFORE UPDATE OF form_hash, assignment, project, person ON response BEGIN SELECT RAISE(ABORT, 'a response is pinned to its form'); END;
