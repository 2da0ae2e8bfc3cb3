/**
 * How what a run made takes the place of what lives: by rows, in the one transaction of the publish. Readers go on
 * reading what was there until it commits, and nobody waits for anybody. Only where the columns of a table changed is
 * the table itself replaced, and the views over it are made anew. `$S` stands for our schema.
 */
export const publishing: readonly string[] = [
  `function $S.columns_of(of regclass) returns text language sql stable as $$
select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attname collate "C") from pg_attribute where attrelid = of and attnum > 0 and not attisdropped $$`,
  `function $S.publish_table(schema_name text, live text, next text) returns void language plpgsql as $$
declare there regclass := to_regclass(format('%I.%I', schema_name, live)); made regclass := format('%I.%I', schema_name, next)::regclass; named text; old record;
begin
  if there is not null and $S.columns_of(there) = $S.columns_of(made) then
    select string_agg(format('%I', attname), ', ' order by attnum) into named from pg_attribute where attrelid = made and attnum > 0 and not attisdropped;
    execute format('delete from %s', there);
    execute format('insert into %s (%s) select %s from %s', there, named, named, made);
    execute format('drop table %s', made);
    return;
  end if;
  if there is not null then
    -- Views of ours over it are made anew by the same publish; those of others stand in the way, and are named.
    for old in select distinct c.oid::regclass as view from pg_depend as d join pg_rewrite as r on r.oid = d.objid join pg_class as c on c.oid = r.ev_class
      where d.refobjid = there and d.classid = 'pg_rewrite'::regclass and d.deptype = 'n' and obj_description(c.oid, 'pg_class') = 'nexus view' loop
      perform $S.drop_view(old.view);
    end loop;
    execute format('drop table %s', there);
  end if;
  execute format('alter table %s rename to %I', made, live);
end $$`,
  `function $S.drop_view(gone regclass) returns void language plpgsql as $$
declare old record;
begin
  for old in select distinct c.oid::regclass as view from pg_depend as d join pg_rewrite as r on r.oid = d.objid join pg_class as c on c.oid = r.ev_class
    where d.refobjid = gone and c.oid <> gone and d.classid = 'pg_rewrite'::regclass and d.deptype = 'n' and obj_description(c.oid, 'pg_class') = 'nexus view' loop
    perform $S.drop_view(old.view);
  end loop;
  execute format('drop view if exists %s', gone);
end $$`,
  // A view that is the same stays: nobody who reads it has to wait.
  `function $S.publish_view(schema_name text, live text, next text) returns void language plpgsql as $$
declare there regclass := to_regclass(format('%I.%I', schema_name, live)); made regclass := format('%I.%I', schema_name, next)::regclass;
begin
  if there is not null and pg_get_viewdef(there) = pg_get_viewdef(made) then
    execute format('drop view %s', made);
    return;
  end if;
  if there is not null then perform $S.drop_view(there); end if;
  execute format('comment on view %s is %L', made, 'nexus view');
  execute format('alter view %s rename to %I', made, live);
end $$`,
];
