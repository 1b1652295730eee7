-- What a campaign's owner chose: which prompts are sampled, and who labels (nobody named: every labeler of the project).

alter table campaign add column prompt_tag varchar(200) default '' not null;
alter table campaign add column prompt_limit integer default 0 not null;
alter table campaign add column prompt_seed bigint default 0 not null;

create table campaign_labeler (
    campaign_id bigint not null references campaign (id),
    person_id bigint not null references person (id),
    primary key (campaign_id, person_id)
);
