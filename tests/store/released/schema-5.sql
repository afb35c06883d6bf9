PRAGMA application_id = 1398034508;
PRAGMA user_version = 5;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE attempt (
	id VARCHAR NOT NULL, 
	interview VARCHAR NOT NULL, 
	"plan" VARCHAR NOT NULL, 
	started_at INTEGER NOT NULL, 
	stage VARCHAR NOT NULL, 
	notes VARCHAR NOT NULL, 
	seconds VARCHAR NOT NULL, 
	revealed VARCHAR NOT NULL, 
	finished_at INTEGER, 
	scores VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "attempt" VALUES('feed.ddd7de','feed','{"architecture": 300, "data": 300, "evaluation": 300, "features": 300, "model": 300, "monitoring": 300, "scope": 300, "serving": 300, "task": 300}',1796029200000,'scope','{}','{}','[]',1796029200000,'{"data": 3}');
CREATE TABLE card (
	id VARCHAR NOT NULL, 
	phase VARCHAR NOT NULL, 
	step INTEGER, 
	due_day VARCHAR, 
	due_at INTEGER, 
	stability FLOAT, 
	difficulty FLOAT, 
	last_at INTEGER, 
	last_day VARCHAR, 
	reps INTEGER NOT NULL, 
	lapses INTEGER NOT NULL, 
	suspended BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "card" VALUES('K01:goal','new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0);
INSERT INTO "card" VALUES('book/1:recall','new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0);
INSERT INTO "card" VALUES('book/2:recall','new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0);
INSERT INTO "card" VALUES('interview:feed','review',NULL,'2026-12-03',NULL,2.30649995803833,2.11810398101806640625e+00,1796029200000,'2026-11-30',1,0,0);
INSERT INTO "card" VALUES('rank:my.6b0d3b10ef6b','new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0);
INSERT INTO "card" VALUES('scope:out','new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,0);
INSERT INTO "card" VALUES('scope:recall','relearning',0,'2026-11-30',1796030100000,3.51137948036193847656e+00,8.2540740966796875e+00,1796029200000,'2026-11-30',4,1,0);
INSERT INTO "card" VALUES('towers-1:recall','new',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,1);
CREATE TABLE competency (
	id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	summary VARCHAR NOT NULL, 
	needs VARCHAR NOT NULL, 
	short VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "competency" VALUES('K01',0,'Framing','turn an ask into a task','[]','');
INSERT INTO "competency" VALUES('K02',1,'Retrieval','find candidates','["K01"]','');
INSERT INTO "competency" VALUES('K03',2,'Ranking','order candidates','["K02"]','');
CREATE TABLE draft (
	resource VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	process INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	PRIMARY KEY (resource)
)
 WITHOUT ROWID

;
INSERT INTO "draft" VALUES('towers-2@26558','cut off in the mid',26558,1796029200000);
CREATE TABLE event (
	id BLOB NOT NULL, 
	device VARCHAR NOT NULL, 
	at INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "event" VALUES(X'01A20CC88E8079BE8A58D14CD3F27975','9a7708be',1795510800000,'set','{"values":{"interview_date":"2027-01-05","retention":0.85}}');
INSERT INTO "event" VALUES(X'01A20CC88E8178388886E10DD14B7655','9a7708be',1795510800000,'mark','{"changes":{"scope":"read"}}');
INSERT INTO "event" VALUES(X'01A20CC88E82764CAC317D2A432DEB44','9a7708be',1795510800000,'mark','{"changes":{"towers-1":"read"}}');
INSERT INTO "event" VALUES(X'01A20CC88E8372FD9EC52907738AA4A8','9a7708be',1795510800000,'mark','{"changes":{"book":"read","book/1":"read","book/2":"read"}}');
INSERT INTO "event" VALUES(X'01A20CC88E8474479BB5E9C9EE12F739','9a7708be',1795510800000,'mark','{"changes":{"K01":"read"}}');
INSERT INTO "event" VALUES(X'01A20CC88E857832B1E2BB1735AAC584','9a7708be',1795510800000,'note','{"resource":"scope","text":"# Scope\n\n“Ask” first — naïvely.","on":[]}');
INSERT INTO "event" VALUES(X'01A20CC88E867906A5B0F92FEC8D6AE1','9a7708be',1795510800000,'note','{"resource":"rank","text":"undone later","on":[]}');
INSERT INTO "event" VALUES(X'01A20CC88E87727C9E7734F0DB04FEFD','9a7708be',1795510800000,'undo','{"event":"01a20cc8-8e86-7906-a5b0-f92fec8d6ae1"}');
INSERT INTO "event" VALUES(X'01A20CC88E887C4FA8779E8CEF717FF7','9a7708be',1795510800000,'grade','{"card":"scope:recall","grade":3,"day":"2026-11-24","phase":"review","due":"2026-11-30","seconds":12.5,"attempt":"what I said"}');
INSERT INTO "event" VALUES(X'01A211EEEA80779B9D6C360B6741EB29','9a7708be',1795597200000,'grade','{"card":"scope:recall","grade":3,"day":"2026-11-25","phase":"review","due":"2026-12-08","seconds":12.5,"attempt":"what I said"}');
INSERT INTO "event" VALUES(X'01A21C3BA2807491B1D8091519E489E0','9a7708be',1795770000000,'grade','{"card":"scope:recall","grade":1,"day":"2026-11-27","phase":"relearning","due":"2026-11-27","step":0,"due_at":1795770600000,"seconds":12.5,"attempt":"what I said"}');
INSERT INTO "event" VALUES(X'01A22BAEB680762E9DB27723FDC5F110','9a7708be',1796029200000,'grade','{"card":"scope:recall","grade":2,"day":"2026-11-30","phase":"relearning","due":"2026-11-30","step":0,"due_at":1796030100000,"seconds":12.5,"attempt":"what I said"}');
INSERT INTO "event" VALUES(X'01A22BAEB6817FEEAEFBC5619A5FFC40','9a7708be',1796029200000,'suspend','{"cards":{"towers-1:recall":true}}');
INSERT INTO "event" VALUES(X'01A22BAEB6827357A7944D1494499D5D','9a7708be',1796029200000,'import','{"source":"mine.rst","works":[{"id":"my.own","title":"My own work","kind":"article","minutes":5}]}');
INSERT INTO "event" VALUES(X'01A22BAEB6837B51A5B6335741C0DB7C','9a7708be',1796029200000,'mark','{"changes":{"my.own":"reading"}}');
INSERT INTO "event" VALUES(X'01A22BAEB6847AE4AF0AB487236A13D3','9a7708be',1796029200000,'open','{"resource":"towers-1"}');
INSERT INTO "event" VALUES(X'01A22BAEB6857825B66ED09BA885DE8F','9a7708be',1796029200000,'practise','{"attempt":"feed.ddd7de","interview":"feed","plan":{"scope":300,"task":300,"architecture":300,"data":300,"features":300,"model":300,"evaluation":300,"serving":300,"monitoring":300}}');
INSERT INTO "event" VALUES(X'01A22BAEB686741FAE4C221EB942A5E8','9a7708be',1796029200000,'finish','{"attempt":"feed.ddd7de","interview":"feed","scores":{"data":3},"grade":3,"day":"2026-11-30","phase":"review","due":"2026-12-03"}');
INSERT INTO "event" VALUES(X'01A22BAEB6877CE287BD722D2FEF4814','9a7708be',1796029200000,'question','{"card":"rank:my.6b0d3b10ef6b","question":"Mine?","points":["A point."],"follow_up":"And?"}');
INSERT INTO "event" VALUES(X'01A22BAEB6887A7FB42A701B4985290C','9a7708be',1796029200000,'question','{"card":"scope:out","question":"In my words?","points":["Mine."],"follow_up":""}');
INSERT INTO "event" VALUES(X'01A22BAEB6897BFA88E606CBCCA212E5','9a7708be',1796029200000,'read','{"resource":"towers-2","minutes":25}');
CREATE TABLE inbox (
	id BLOB NOT NULL, 
	device VARCHAR NOT NULL, 
	at INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	payload VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE interview (
	id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	record VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "interview" VALUES('ads',1,'Mock ads','{"id": "ads", "title": "Mock ads", "question": "How would you rank this?", "competencies": ["K03", "K02"], "works": ["scope", "rank"], "difficulty": 2, "facts": [{"ask": "How many?", "answer": "Many."}, {"ask": "How fast?", "answer": "Very."}], "stages": [{"stage": "scope", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "task", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "architecture", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "data", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "features", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "model", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "evaluation", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "serving", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "monitoring", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}], "outline": "## Scope\n- Good.\n## Task\n- Good.\n## Architecture\n- Good.\n## Data\n- Good.\n## Features\n- Good.\n## Model\n- Good.\n## Evaluation\n- Good.\n## Serving\n- Good.\n## Monitoring\n- Good.", "rubric": [{"dimension": "understanding", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "formulation", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "data", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "features", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "modelling", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "evaluation", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "operations", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "communication", "zero": "nothing", "two": "some", "four": "all"}]}');
INSERT INTO "interview" VALUES('feed',0,'Mock feed','{"id": "feed", "title": "Mock feed", "question": "How would you rank this?", "competencies": ["K01", "K02"], "works": ["scope", "rank"], "difficulty": 2, "facts": [{"ask": "How many?", "answer": "Many."}, {"ask": "How fast?", "answer": "Very."}], "stages": [{"stage": "scope", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "task", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "architecture", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "data", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "features", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "model", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "evaluation", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "serving", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}, {"stage": "monitoring", "minutes": 5, "strong": ["Says why."], "probes": ["And then?", "Why not?"], "red_flags": ["Silence."]}], "outline": "## Scope\n- Good.\n## Task\n- Good.\n## Architecture\n- Good.\n## Data\n- Good.\n## Features\n- Good.\n## Model\n- Good.\n## Evaluation\n- Good.\n## Serving\n- Good.\n## Monitoring\n- Good.", "rubric": [{"dimension": "understanding", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "formulation", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "data", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "features", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "modelling", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "evaluation", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "operations", "zero": "nothing", "two": "some", "four": "all"}, {"dimension": "communication", "zero": "nothing", "two": "some", "four": "all"}]}');
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "meta" VALUES('catalogue','1');
INSERT INTO "meta" VALUES('device','9a7708be');
INSERT INTO "meta" VALUES('introduced','yes');
INSERT INTO "meta" VALUES('offsets','[[1795510800000, 0]]');
CREATE TABLE own_interview (
	id VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	record VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE primer (
	id VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES resource (id)
)
 WITHOUT ROWID

;
INSERT INTO "primer" VALUES('K01','# Framing

Ask what is wanted.
');
CREATE TABLE progress (
	resource VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	status_at INTEGER, 
	note VARCHAR NOT NULL, 
	note_at INTEGER, 
	opened INTEGER NOT NULL, 
	opened_at INTEGER, sittings VARCHAR, 
	PRIMARY KEY (resource), 
	CONSTRAINT status_known CHECK (status in ('unread', 'reading', 'read', 'skipped'))
)
 WITHOUT ROWID

;
INSERT INTO "progress" VALUES('K01','read',1795510800000,'',NULL,0,NULL,NULL);
INSERT INTO "progress" VALUES('book','read',1795510800000,'',NULL,0,NULL,NULL);
INSERT INTO "progress" VALUES('book/1','read',1795510800000,'',NULL,0,NULL,NULL);
INSERT INTO "progress" VALUES('book/2','read',1795510800000,'',NULL,0,NULL,NULL);
INSERT INTO "progress" VALUES('my.own','reading',1796029200000,'',NULL,0,NULL,NULL);
INSERT INTO "progress" VALUES('scope','read',1795510800000,'# Scope

“Ask” first — naïvely.',1795510800000,0,NULL,NULL);
INSERT INTO "progress" VALUES('towers-1','read',1795510800000,'',NULL,1,1796029200000,NULL);
INSERT INTO "progress" VALUES('towers-2','reading',1796029200000,'',NULL,0,NULL,'[[1796029200000, 25]]');
CREATE TABLE prompt (
	id VARCHAR NOT NULL, 
	resource VARCHAR NOT NULL, 
	competency VARCHAR, 
	type VARCHAR NOT NULL, 
	difficulty INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	question VARCHAR NOT NULL, 
	points VARCHAR NOT NULL, 
	follow_up VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(resource) REFERENCES resource (id)
)
 WITHOUT ROWID

;
INSERT INTO "prompt" VALUES('K01:goal','K01','K01','recall',2,2,'What do you ask first, and why?','["The goal."]','');
INSERT INTO "prompt" VALUES('book/1:recall','book/1','K01','free recall',2,4,'What did “Overview (A Book of Design)” teach you? Say it in your own words.','[]','');
INSERT INTO "prompt" VALUES('book/2:recall','book/2','K01','free recall',2,6,'What did “Metrics (A Book of Design)” teach you? Say it in your own words.','[]','');
INSERT INTO "prompt" VALUES('my.own:recall','my.own',NULL,'free recall',2,20,'What did “My own work” teach you? Say it in your own words.','[]','');
INSERT INTO "prompt" VALUES('rank:loss','rank','K03','compare',2,18,'Which loss fits a list of items?','["A listwise one."]','');
INSERT INTO "prompt" VALUES('rank:my.6b0d3b10ef6b','rank','K03','own',2,19,'Mine?','["A point."]','And?');
INSERT INTO "prompt" VALUES('rank:recall','rank','K03','free recall',2,16,'What did “Naïve “Ranking” at Scale” teach you? Say it in your own words.','[]','');
INSERT INTO "prompt" VALUES('scope:out','scope','K01','design',2,10,'What do you leave out, and say so?','["What nobody measures."]','');
INSERT INTO "prompt" VALUES('scope:recall','scope','K01','free recall',2,8,'What did “Scoping a Problem” teach you? Say it in your own words.','[]','');
INSERT INTO "prompt" VALUES('towers-1:recall','towers-1','K02','free recall',2,12,'What did “Towers – Part 1” teach you? Say it in your own words.','[]','');
INSERT INTO "prompt" VALUES('towers-2:recall','towers-2','K02','free recall',2,14,'What did “Towers – Part 2” teach you? Say it in your own words.','[]','');
CREATE TABLE resource (
	id VARCHAR NOT NULL, 
	parent VARCHAR, 
	position INTEGER NOT NULL, 
	own BOOLEAN NOT NULL, 
	title VARCHAR NOT NULL, 
	url VARCHAR, 
	kind VARCHAR NOT NULL, 
	company VARCHAR, 
	year INTEGER, 
	competency VARCHAR, 
	difficulty INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	search VARCHAR NOT NULL, 
	record VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(parent) REFERENCES resource (id)
);
INSERT INTO "resource" VALUES('K01',NULL,1,0,'Primer: Framing',NULL,'primer',NULL,NULL,'K01',2,1,' k01 primer framing primer k01 framing','{"id": "K01", "title": "Primer: Framing", "kind": "primer", "competency": "K01", "minutes": 1, "minutes_source": "6 words"}');
INSERT INTO "resource" VALUES('book',NULL,2,0,'A Book of Design',NULL,'book',NULL,NULL,'K01',2,60,' book a book of design book k01 framing','{"id": "book", "title": "A Book of Design", "kind": "book", "competency": "K01", "minutes": 60, "chapters": [{"id": "book/1", "title": "Overview", "minutes": 30}, {"id": "book/2", "title": "Metrics", "minutes": 30}]}');
INSERT INTO "resource" VALUES('book/1','book',3,0,'Overview',NULL,'book',NULL,NULL,'K01',2,30,' book a book of design book k01 framing overview',NULL);
INSERT INTO "resource" VALUES('book/2','book',4,0,'Metrics',NULL,'book',NULL,NULL,'K01',2,30,' book a book of design book k01 framing metrics',NULL);
INSERT INTO "resource" VALUES('scope',NULL,5,0,'Scoping a Problem',NULL,'article',NULL,NULL,'K01',2,10,' scope scoping a problem article k01 framing','{"id": "scope", "title": "Scoping a Problem", "kind": "article", "competency": "K01", "minutes": 10}');
INSERT INTO "resource" VALUES('towers-1',NULL,6,0,'Towers – Part 1','https://example.org/1','article','Meta',2023,'K02',2,15,' towers 1 towers part 1 meta article 2023 k02 retrieval','{"id": "towers-1", "title": "Towers – Part 1", "kind": "article", "url": "https://example.org/1", "company": "Meta", "year": 2023, "competency": "K02", "series": {"id": "towers", "position": 1}}');
INSERT INTO "resource" VALUES('towers-2',NULL,7,0,'Towers – Part 2','https://example.org/2','article',NULL,NULL,'K02',2,20,' towers 2 towers part 2 article k02 retrieval','{"id": "towers-2", "title": "Towers – Part 2", "kind": "article", "url": "https://example.org/2", "competency": "K02", "minutes": 20, "series": {"id": "towers", "position": 2}}');
INSERT INTO "resource" VALUES('rank',NULL,8,0,'Naïve “Ranking” at Scale',NULL,'paper',NULL,NULL,'K03',2,45,' rank naive ranking at scale paper k03 ranking','{"id": "rank", "title": "Naïve “Ranking” at Scale", "kind": "paper", "competency": "K03", "minutes": 45}');
INSERT INTO "resource" VALUES('my.own',NULL,9,1,'My own work',NULL,'article',NULL,NULL,NULL,2,5,' my own my own work article','{"id": "my.own", "title": "My own work", "kind": "article", "minutes": 5}');
INSERT INTO "resource" VALUES('blog',NULL,10,0,'Somebody''s Blog','https://example.org/','blog',NULL,NULL,'K01',2,0,' blog somebodys blog blog k01 framing','{"id": "blog", "title": "Somebody''s Blog", "kind": "blog", "url": "https://example.org/", "competency": "K01", "minutes": 0}');
CREATE TABLE review (
	day VARCHAR NOT NULL, 
	event BLOB NOT NULL, 
	card VARCHAR NOT NULL, 
	grade INTEGER NOT NULL, 
	phase VARCHAR NOT NULL, 
	elapsed INTEGER, 
	stability_before FLOAT, 
	retrievability FLOAT, 
	seconds FLOAT, 
	at INTEGER NOT NULL, 
	stability FLOAT NOT NULL, 
	difficulty FLOAT NOT NULL, 
	attempt VARCHAR, 
	PRIMARY KEY (day, event), 
	FOREIGN KEY(event) REFERENCES event (id)
)
 WITHOUT ROWID

;
INSERT INTO "review" VALUES('2026-11-24',X'01A20CC88E887C4FA8779E8CEF717FF7','scope:recall',3,'new',NULL,NULL,NULL,12.5,1795510800000,2.30649995803833,2.11810398101806640625e+00,'what I said');
INSERT INTO "review" VALUES('2026-11-25',X'01A211EEEA80779B9D6C360B6741EB29','scope:recall',3,'review',1,2.30649995803833,0.946847498590293,12.5,1795597200000,7.31529998779296875e+00,2.11121416091918945312e+00,'what I said');
INSERT INTO "review" VALUES('2026-11-27',X'01A21C3BA2807491B1D8091519E489E0','scope:recall',1,'review',2,7.31529998779296875e+00,9.64045697358248188102e-01,12.5,1795770000000,1.12034070491790771484e+00,7.39223766326904296875e+00,'what I said');
INSERT INTO "review" VALUES('2026-11-30',X'01A22BAEB680762E9DB27723FDC5F110','scope:recall',2,'relearning',3,1.12034070491790771484e+00,8.19883811816497609648e-01,12.5,1796029200000,3.51137948036193847656e+00,8.2540740966796875e+00,'what I said');
INSERT INTO "review" VALUES('2026-11-30',X'01A22BAEB686741FAE4C221EB942A5E8','interview:feed',3,'new',NULL,NULL,NULL,NULL,1796029200000,2.30649995803833,2.11810398101806640625e+00,NULL);
CREATE TABLE running (
	attempt VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	notes VARCHAR NOT NULL, 
	seconds VARCHAR NOT NULL, 
	revealed VARCHAR NOT NULL, 
	process INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	PRIMARY KEY (attempt)
)
 WITHOUT ROWID

;
CREATE TABLE setting (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "setting" VALUES('interview_date','"2027-01-05"');
INSERT INTO "setting" VALUES('retention','0.85');
CREATE TABLE shared (
	event BLOB NOT NULL, 
	writer VARCHAR NOT NULL, 
	PRIMARY KEY (event)
)
 WITHOUT ROWID

;
CREATE TABLE subject (
	subject VARCHAR NOT NULL, 
	event BLOB NOT NULL, 
	PRIMARY KEY (subject, event), 
	FOREIGN KEY(event) REFERENCES event (id)
)
 WITHOUT ROWID

;
INSERT INTO "subject" VALUES('attempt:feed.ddd7de',X'01A22BAEB6857825B66ED09BA885DE8F');
INSERT INTO "subject" VALUES('attempt:feed.ddd7de',X'01A22BAEB686741FAE4C221EB942A5E8');
INSERT INTO "subject" VALUES('card:interview:feed',X'01A22BAEB686741FAE4C221EB942A5E8');
INSERT INTO "subject" VALUES('card:scope:recall',X'01A20CC88E887C4FA8779E8CEF717FF7');
INSERT INTO "subject" VALUES('card:scope:recall',X'01A211EEEA80779B9D6C360B6741EB29');
INSERT INTO "subject" VALUES('card:scope:recall',X'01A21C3BA2807491B1D8091519E489E0');
INSERT INTO "subject" VALUES('card:scope:recall',X'01A22BAEB680762E9DB27723FDC5F110');
INSERT INTO "subject" VALUES('card:towers-1:recall',X'01A22BAEB6817FEEAEFBC5619A5FFC40');
INSERT INTO "subject" VALUES('progress:K01',X'01A20CC88E8474479BB5E9C9EE12F739');
INSERT INTO "subject" VALUES('progress:book',X'01A20CC88E8372FD9EC52907738AA4A8');
INSERT INTO "subject" VALUES('progress:book/1',X'01A20CC88E8372FD9EC52907738AA4A8');
INSERT INTO "subject" VALUES('progress:book/2',X'01A20CC88E8372FD9EC52907738AA4A8');
INSERT INTO "subject" VALUES('progress:my.own',X'01A22BAEB6837B51A5B6335741C0DB7C');
INSERT INTO "subject" VALUES('progress:rank',X'01A20CC88E867906A5B0F92FEC8D6AE1');
INSERT INTO "subject" VALUES('progress:scope',X'01A20CC88E8178388886E10DD14B7655');
INSERT INTO "subject" VALUES('progress:scope',X'01A20CC88E857832B1E2BB1735AAC584');
INSERT INTO "subject" VALUES('progress:towers-1',X'01A20CC88E82764CAC317D2A432DEB44');
INSERT INTO "subject" VALUES('progress:towers-1',X'01A22BAEB6847AE4AF0AB487236A13D3');
INSERT INTO "subject" VALUES('progress:towers-2',X'01A22BAEB6897BFA88E606CBCCA212E5');
INSERT INTO "subject" VALUES('setting:interview_date',X'01A20CC88E8079BE8A58D14CD3F27975');
INSERT INTO "subject" VALUES('setting:retention',X'01A20CC88E8079BE8A58D14CD3F27975');
INSERT INTO "subject" VALUES('wording:rank:my.6b0d3b10ef6b',X'01A22BAEB6877CE287BD722D2FEF4814');
INSERT INTO "subject" VALUES('wording:scope:out',X'01A22BAEB6887A7FB42A701B4985290C');
INSERT INTO "subject" VALUES('work:my.own',X'01A22BAEB6827357A7944D1494499D5D');
CREATE TABLE sync_device (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	seen_at INTEGER, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE sync_file (
	writer VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	begins INTEGER NOT NULL, 
	ends INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (writer, name)
)
 WITHOUT ROWID

;
CREATE TABLE undone (
	event BLOB NOT NULL, 
	undo BLOB NOT NULL, 
	PRIMARY KEY (event), 
	FOREIGN KEY(event) REFERENCES event (id), 
	FOREIGN KEY(undo) REFERENCES event (id)
)
 WITHOUT ROWID

;
INSERT INTO "undone" VALUES(X'01A20CC88E867906A5B0F92FEC8D6AE1',X'01A20CC88E87727C9E7734F0DB04FEFD');
CREATE TABLE word (
	word VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (word, position)
)
 WITHOUT ROWID

;
INSERT INTO "word" VALUES('1',6);
INSERT INTO "word" VALUES('2',7);
INSERT INTO "word" VALUES('2023',6);
INSERT INTO "word" VALUES('a',2);
INSERT INTO "word" VALUES('a',3);
INSERT INTO "word" VALUES('a',4);
INSERT INTO "word" VALUES('a',5);
INSERT INTO "word" VALUES('article',5);
INSERT INTO "word" VALUES('article',6);
INSERT INTO "word" VALUES('article',7);
INSERT INTO "word" VALUES('article',9);
INSERT INTO "word" VALUES('at',8);
INSERT INTO "word" VALUES('blog',10);
INSERT INTO "word" VALUES('book',2);
INSERT INTO "word" VALUES('book',3);
INSERT INTO "word" VALUES('book',4);
INSERT INTO "word" VALUES('design',2);
INSERT INTO "word" VALUES('design',3);
INSERT INTO "word" VALUES('design',4);
INSERT INTO "word" VALUES('framing',1);
INSERT INTO "word" VALUES('framing',2);
INSERT INTO "word" VALUES('framing',3);
INSERT INTO "word" VALUES('framing',4);
INSERT INTO "word" VALUES('framing',5);
INSERT INTO "word" VALUES('framing',10);
INSERT INTO "word" VALUES('k01',1);
INSERT INTO "word" VALUES('k01',2);
INSERT INTO "word" VALUES('k01',3);
INSERT INTO "word" VALUES('k01',4);
INSERT INTO "word" VALUES('k01',5);
INSERT INTO "word" VALUES('k01',10);
INSERT INTO "word" VALUES('k02',6);
INSERT INTO "word" VALUES('k02',7);
INSERT INTO "word" VALUES('k03',8);
INSERT INTO "word" VALUES('meta',6);
INSERT INTO "word" VALUES('metrics',4);
INSERT INTO "word" VALUES('my',9);
INSERT INTO "word" VALUES('naive',8);
INSERT INTO "word" VALUES('of',2);
INSERT INTO "word" VALUES('of',3);
INSERT INTO "word" VALUES('of',4);
INSERT INTO "word" VALUES('overview',3);
INSERT INTO "word" VALUES('own',9);
INSERT INTO "word" VALUES('paper',8);
INSERT INTO "word" VALUES('part',6);
INSERT INTO "word" VALUES('part',7);
INSERT INTO "word" VALUES('primer',1);
INSERT INTO "word" VALUES('problem',5);
INSERT INTO "word" VALUES('rank',8);
INSERT INTO "word" VALUES('ranking',8);
INSERT INTO "word" VALUES('retrieval',6);
INSERT INTO "word" VALUES('retrieval',7);
INSERT INTO "word" VALUES('scale',8);
INSERT INTO "word" VALUES('scope',5);
INSERT INTO "word" VALUES('scoping',5);
INSERT INTO "word" VALUES('somebodys',10);
INSERT INTO "word" VALUES('towers',6);
INSERT INTO "word" VALUES('towers',7);
INSERT INTO "word" VALUES('work',9);
CREATE TABLE wording (
	card VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	question VARCHAR NOT NULL, 
	points VARCHAR NOT NULL, 
	follow_up VARCHAR NOT NULL, 
	PRIMARY KEY (card)
)
 WITHOUT ROWID

;
INSERT INTO "wording" VALUES('rank:my.6b0d3b10ef6b','rank','Mine?','["A point."]','And?');
INSERT INTO "wording" VALUES('scope:out','scope','In my words?','["Mine."]','');
CREATE TABLE work (
	id VARCHAR NOT NULL, 
	record VARCHAR NOT NULL, 
	PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "work" VALUES('my.own','{"id": "my.own", "title": "My own work", "kind": "article", "minutes": 5}');
CREATE INDEX card_due ON card (suspended, due_day);
CREATE INDEX progress_status ON progress (status, status_at);
CREATE INDEX ix_resource_competency ON resource (competency);
CREATE INDEX ix_resource_parent ON resource (parent);
CREATE INDEX resource_position ON resource (position);
CREATE INDEX ix_attempt_interview ON attempt (interview);
CREATE INDEX ix_undone_undo ON undone (undo);
CREATE INDEX review_event ON review (event);
CREATE INDEX card_step ON card (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX prompt_resource ON prompt (resource, type);
COMMIT;
