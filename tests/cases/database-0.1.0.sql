PRAGMA application_id = 1398096206;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE counters (
     client TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
     PRIMARY KEY (client, name)) WITHOUT ROWID;
CREATE TABLE events (
     seq INTEGER PRIMARY KEY,
     platform TEXT NOT NULL, account TEXT NOT NULL, id TEXT NOT NULL,
     accepted INTEGER NOT NULL,
     state TEXT NOT NULL DEFAULT 'open',
     why TEXT,
     body TEXT NOT NULL,
     UNIQUE (platform, account, id));
INSERT INTO "events" VALUES(1,'telegram','42','1',1795485600005,'handled',NULL,'{"id":"1","platform":"telegram","account":"42","at":1795769274000,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"kind":"bot_status","status":"admin","title":"chat -1001000000001","canInvite":true}');
INSERT INTO "events" VALUES(2,'telegram','42','2',1795485600005,'handled',NULL,'{"id":"2","platform":"telegram","account":"42","at":1795769274000,"place":{"platform":"telegram","chat":"-1001000000002","direct":false},"kind":"bot_status","status":"admin","title":"chat -1001000000002","canInvite":true}');
INSERT INTO "events" VALUES(3,'telegram','42','4',1795485600005,'handled',NULL,'{"id":"4","platform":"telegram","account":"42","at":1795769274000,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"kind":"joined","person":{"user":"501","name":"小雨"}}');
INSERT INTO "events" VALUES(4,'telegram','42','outbox:1:1:link',1795485600005,'handled',NULL,'{"id":"outbox:1:1:link","platform":"telegram","account":"42","at":1795485600005,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"kind":"link","link":"https://t.me/+fake1001000000001x1"}');
INSERT INTO "events" VALUES(5,'telegram','42','outbox:2:1:link',1795485600005,'handled',NULL,'{"id":"outbox:2:1:link","platform":"telegram","account":"42","at":1795485600005,"place":{"platform":"telegram","chat":"-1001000000002","direct":false},"kind":"link","link":"https://t.me/+fake1001000000002x2"}');
INSERT INTO "events" VALUES(6,'telegram','42','outbox:3:1:link',1795485600005,'handled',NULL,'{"id":"outbox:3:1:link","platform":"telegram","account":"42","at":1795485600005,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"kind":"link","link":"https://t.me/+fake1001000000001x3"}');
INSERT INTO "events" VALUES(7,'telegram','42','outbox:4:1:link',1795485600005,'handled',NULL,'{"id":"outbox:4:1:link","platform":"telegram","account":"42","at":1795485600005,"place":{"platform":"telegram","chat":"-1001000000002","direct":false},"kind":"link","link":"https://t.me/+fake1001000000002x4"}');
INSERT INTO "events" VALUES(8,'telegram','42','900',1795485602800,'open',NULL,'{"id":"900","kind":"message","platform":"telegram","account":"42","at":1795485602800,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"person":{"user":"501","name":"小雨"},"text":"有优惠吗","messageId":"900","toBot":false}');
INSERT INTO "events" VALUES(9,'telegram','42','901',1795485602800,'parked','a bug','{"id":"901","kind":"message","platform":"telegram","account":"42","at":1795485602800,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"person":{"user":"502","name":"小雨"},"text":"有优惠吗","messageId":"901","toBot":false}');
INSERT INTO "events" VALUES(10,'telegram','42','902',1795485602800,'open',NULL,'{"id":"902","kind":"message","platform":"telegram","account":"42","at":1795485602800,"place":{"platform":"telegram","chat":"-1001000000001","direct":false},"person":{"user":"10001","name":"小雨"},"text":"/状态","messageId":"902","toBot":false}');
INSERT INTO "events" VALUES(11,'shop','tea-town/shop','n1',1795485602800,'open',NULL,'{"kind":"order","id":"n1","platform":"shop","account":"tea-town/shop","at":1795485602800,"place":{"platform":"shop","chat":"tea-town/shop","direct":false},"client":"tea-town","notice":{"kind":"order","order":{"source":"shop","id":"o1","state":"paid","currency":"CNY","amount":6000,"lines":[],"placedAt":1795485602800,"paidAt":1795485602800,"modifiedAt":1795485602800,"ids":{"platforms":["telegram:501"]},"refunds":[]}}}');
CREATE TABLE facts (
     seq INTEGER PRIMARY KEY,
     client TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
INSERT INTO "facts" VALUES(1,'tea-town','day_opened','{"kind":"day_opened","at":1795485600000,"day":"2026-11-24","group":"telegram:-1001000000001","data":{"members":0}}');
INSERT INTO "facts" VALUES(2,'tea-town','day_opened','{"kind":"day_opened","at":1795485600000,"day":"2026-11-24","group":"telegram:-1001000000002","data":{"members":0}}');
INSERT INTO "facts" VALUES(3,'tea-town','joined','{"kind":"joined","at":1795485600005,"day":"2026-11-24","group":"telegram:-1001000000001","version":"04ece05bdca1dd52","member":"telegram:501"}');
INSERT INTO "facts" VALUES(4,'tea-town','script_started','{"kind":"script_started","at":1795485600005,"day":"2026-11-24","group":"telegram:-1001000000001","version":"04ece05bdca1dd52","member":"telegram:501","data":{"script":"welcome"}}');
INSERT INTO "facts" VALUES(5,'tea-town','said_line','{"kind":"said_line","at":1795485600005,"day":"2026-11-24","group":"telegram:-1001000000001","version":"04ece05bdca1dd52","member":"telegram:501","data":{"line":"greet","persona":"village-girl","unasked":false}}');
CREATE TABLE outbox (
     seq INTEGER PRIMARY KEY,
     client TEXT NOT NULL, key TEXT NOT NULL, account TEXT NOT NULL, chat TEXT NOT NULL,
     state TEXT NOT NULL DEFAULT 'waiting',
     due INTEGER NOT NULL, expires INTEGER NOT NULL, unasked INTEGER NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0, uncertain INTEGER NOT NULL DEFAULT 0,
     lease INTEGER, settled INTEGER, result TEXT,
     body TEXT NOT NULL, rank INTEGER NOT NULL DEFAULT 1,
     UNIQUE (client, key));
INSERT INTO "outbox" VALUES(1,'tea-town','bind:telegram:-1001000000001:1795485600000','telegram','-1001000000001','sent',1795485600000,1795572000000,0,1,0,NULL,1795485600005,'{"link":"https://t.me/+fake1001000000001x1"}','{"action":{"kind":"invite_link","to":{"platform":"telegram","chat":"-1001000000001","direct":false}},"onUncertain":"resend","group":"telegram:-1001000000001"}',0);
INSERT INTO "outbox" VALUES(2,'tea-town','bind:telegram:-1001000000002:1795485600000','telegram','-1001000000002','sent',1795485600000,1795572000000,0,1,0,NULL,1795485600005,'{"link":"https://t.me/+fake1001000000002x2"}','{"action":{"kind":"invite_link","to":{"platform":"telegram","chat":"-1001000000002","direct":false}},"onUncertain":"resend","group":"telegram:-1001000000002"}',0);
INSERT INTO "outbox" VALUES(3,'tea-town','event:1:0','telegram','-1001000000001','sent',1795485600005,1795572000005,0,1,0,NULL,1795485600005,'{"link":"https://t.me/+fake1001000000001x3"}','{"action":{"kind":"invite_link","to":{"platform":"telegram","chat":"-1001000000001","direct":false}},"onUncertain":"resend","group":"telegram:-1001000000001","version":"04ece05bdca1dd52"}',0);
INSERT INTO "outbox" VALUES(4,'tea-town','event:2:0','telegram','-1001000000002','sent',1795485600005,1795572000005,0,1,0,NULL,1795485600005,'{"link":"https://t.me/+fake1001000000002x4"}','{"action":{"kind":"invite_link","to":{"platform":"telegram","chat":"-1001000000002","direct":false}},"onUncertain":"resend","group":"telegram:-1001000000002","version":"04ece05bdca1dd52"}',0);
INSERT INTO "outbox" VALUES(5,'tea-town','event:3:0','telegram','-1001000000001','sent',1795485602755,1795486502755,0,1,0,NULL,1795485602755,'{"messageId":"2"}','{"action":{"kind":"send_text","to":{"platform":"telegram","chat":"-1001000000001","direct":false},"text":"欢迎小雨！这是茶野福利1群，随便坐，随便聊～"},"onUncertain":"skip","group":"telegram:-1001000000001","version":"04ece05bdca1dd52"}',2);
INSERT INTO "outbox" VALUES(6,'tea-town','old','telegram','-1001000000001','sending',1795485602800,1795489202800,0,1,0,1795485662800,NULL,NULL,'{"action":{"kind":"send_text","to":{"platform":"telegram","chat":"-1001000000001","direct":false},"text":"from before"},"onUncertain":"resend","group":"telegram:-1001000000001"}',1);
CREATE TABLE records (
     client TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
     rev INTEGER NOT NULL, owner TEXT, due INTEGER, value TEXT NOT NULL,
     PRIMARY KEY (client, kind, key)) WITHOUT ROWID;
INSERT INTO "records" VALUES('@system','binding','telegram:-1001000000001',1,NULL,NULL,'{"client":"tea-town","group":"telegram:-1001000000001"}');
INSERT INTO "records" VALUES('@system','binding','telegram:-1001000000002',1,NULL,NULL,'{"client":"tea-town","group":"telegram:-1001000000002"}');
INSERT INTO "records" VALUES('paw-post','day','client',2,NULL,1795536000000,'{"day":"2026-11-24"}');
INSERT INTO "records" VALUES('paw-post','schedule','evening-care',2,NULL,1795523400000,'{"schedule":"evening-care","slot":1795523400000}');
INSERT INTO "records" VALUES('paw-post','schedule','restock',2,NULL,1795779000000,'{"schedule":"restock","slot":1795779000000}');
INSERT INTO "records" VALUES('tea-town','day','client',2,NULL,1795536000000,'{"day":"2026-11-24"}');
INSERT INTO "records" VALUES('tea-town','enrolment','event:3/welcome',1,'telegram:-1001000000001/telegram:501',1795487400005,'{"script":"welcome","version":"04ece05bdca1dd52","group":"telegram:-1001000000001","at":1,"member":"telegram:501","waitsFor":"time"}');
INSERT INTO "records" VALUES('tea-town','group','telegram:-1001000000001',5,NULL,NULL,'{"taken":2,"cooldowns":{},"unasked":[],"variants":{"greet":2},"unbound":false,"platform":"telegram","account":"telegram","chat":"-1001000000001","pool":"welfare","n":1,"title":"茶野福利1群","admin":true,"gone":false,"answered":1795485602755,"link":"https://t.me/+fake1001000000001x3"}');
INSERT INTO "records" VALUES('tea-town','group','telegram:-1001000000002',4,NULL,NULL,'{"taken":1,"cooldowns":{},"unasked":[],"variants":{},"unbound":false,"platform":"telegram","account":"telegram","chat":"-1001000000002","pool":"welfare","n":2,"title":"茶野福利2群","admin":true,"gone":false,"link":"https://t.me/+fake1001000000002x4"}');
INSERT INTO "records" VALUES('tea-town','member','telegram:501',1,NULL,NULL,'{"platform":"telegram","user":"501","name":"小雨","tags":[],"saved":{},"cooldowns":{},"unasked":[],"scripts":{"welcome":1795485600005},"home":"telegram:-1001000000001","seenAt":1795485600005,"touches":[{"id":"event:3/2","at":1795485600005,"of":{"message":"greet","persona":"village-girl"}}]}');
INSERT INTO "records" VALUES('tea-town','schedule','slump',2,NULL,1795501800000,'{"schedule":"slump","slot":1795501800000}');
INSERT INTO "records" VALUES('tea-town','seat','telegram:-1001000000001/telegram:501',1,'in:telegram:-1001000000001',NULL,'{"group":"telegram:-1001000000001","member":"telegram:501","status":"in","since":1795485600005}');
CREATE TABLE rollups (
     client TEXT NOT NULL, day TEXT NOT NULL, grp TEXT NOT NULL, sums TEXT NOT NULL,
     PRIMARY KEY (client, day, grp)) WITHOUT ROWID;
INSERT INTO "rollups" VALUES('tea-town','2026-11-24','telegram:-1001000000001','{"members":0,"joins":1}');
INSERT INTO "rollups" VALUES('tea-town','2026-11-24','telegram:-1001000000002','{"members":0}');
CREATE TABLE tallied (version INTEGER NOT NULL);
INSERT INTO "tallied" VALUES(1);
CREATE TABLE versions (
     client TEXT NOT NULL, hash TEXT NOT NULL,
     content TEXT NOT NULL, saved_by TEXT NOT NULL, saved INTEGER NOT NULL,
     PRIMARY KEY (client, hash));
CREATE INDEX events_open ON events (seq) WHERE state = 'open';
CREATE INDEX events_parked ON events (seq) WHERE state = 'parked';
CREATE INDEX records_owner ON records (client, kind, owner, key) WHERE owner IS NOT NULL;
CREATE INDEX records_due ON records (due) WHERE due IS NOT NULL;
CREATE INDEX outbox_sending ON outbox (account, chat) WHERE state = 'sending';
CREATE INDEX outbox_ended ON outbox (state) WHERE settled IS NOT NULL;
CREATE INDEX facts_kind ON facts (client, kind);
CREATE INDEX outbox_next ON outbox (account, rank, due, seq, chat, expires) WHERE state = 'waiting';
COMMIT;
