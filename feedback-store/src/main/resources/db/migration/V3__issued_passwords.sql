-- Whether a password was made by the workbench and is to be replaced by one of the person's own.
alter table person add column password_issued boolean default false not null;
