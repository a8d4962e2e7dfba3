// The tables, as numbered steps. A step is never edited once it stands here (a test pins each by its hash): a change is a
// new step at the end. The database's user_version counts the steps it has taken.

/** SQL of each step; step n brings the database from version n to n + 1. */
export const migrations: readonly string[] = [
  `
create table account (
  name         text    not null primary key,
  account      blob    not null unique,
  request      blob    not null,
  slot_version integer not null,
  slot         blob    not null,
  sign_in_key  blob    not null,
  epoch        integer not null,
  created      integer not null
) strict;

create table device (
  account blob    not null references account (account),
  device  blob    not null unique,
  created integer not null,
  primary key (account, device)
) strict;

create table session (
  token   blob    not null primary key,
  account blob    not null references account (account),
  device  blob    not null references device (device),
  created integer not null,
  used    integer not null
) strict;
create index session_device on session (account, device, created);
create index session_used on session (used);

create table vault (
  vault      blob    not null primary key,
  account    blob    not null references account (account),
  writer_key blob    not null,
  seq        integer not null,
  hash       blob    not null,
  items      integer not null,
  bytes      integer not null,
  cleaned    integer not null,
  created    integer not null
) strict;
create index vault_account on vault (account);

create table seen (
  vault  blob    not null references vault (vault),
  device blob    not null references device (device),
  at     integer not null,
  seq    integer not null,
  primary key (vault, device)
) strict;

create table head (
  vault    blob    not null references vault (vault),
  seq      integer not null,
  hash     blob    not null,
  received integer not null,
  sealed   blob    not null,
  branch   blob,
  primary key (vault, seq)
) strict;
create unique index head_hash on head (vault, hash);

create table revision (
  vault         blob    not null references vault (vault),
  seq           integer not null,
  item          blob    not null,
  superseded_by integer,
  superseded_at integer,
  sha256        blob    not null,
  revision      blob    not null
) strict;
create index revision_order on revision (vault, seq, item, superseded_by);
create unique index revision_current on revision (vault, item) where superseded_by is null;
create index revision_superseded on revision (vault, superseded_by) where superseded_by is not null;
create index revision_age on revision (superseded_at) where superseded_at is not null;
`,
  `
create table invitation (
  token   blob    not null primary key,
  created integer not null,
  until   integer not null
) strict;
create index invitation_until on invitation (until);
`,
  `
create index head_branch on head (vault, seq) where branch is not null;
`,
];
