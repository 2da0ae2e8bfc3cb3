/**
 * How what a run made takes the place of what lives: by the rows that differ, in the one transaction of the publish.
 * Readers go on reading what was there until it commits, and nobody waits for anybody. Rows of a table without
 * a key may be there several times: all of them are written anew. Only where the columns of a table changed is the table
 * itself replaced, and the views over it are made anew. `$S` stands for our schema.
 */
export const publishing: readonly string[] = [
  `function $S.columns_of(of regclass) returns text language sql stable as $$
select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attname collate "C") from pg_attribute where attrelid = of and attnum > 0 and not attisdropped $$`,
  `function $S.publish_table(schema_name text, live text, next text, key text[]) returns void language plpgsql as $$
declare there regclass := to_regclass(format('%I.%I', schema_name, live)); made regclass := format('%I.%I', schema_name, next)::regclass; named text; on_key text := ''; row_of text; one text; is_whole boolean; old record;
begin
  if there is not null and $S.columns_of(there) = $S.columns_of(made) then
    select string_agg(format('%I', attname), ', ' order by attnum) into named from pg_attribute where attrelid = made and attnum > 0 and not attisdropped;
    foreach one in array key loop
      -- A null equals nothing: what is null in one row tells no row from another. The rest of the key, and the row, do.
      execute format('select not exists (select from %s where %I is null)', made, one) into is_whole;
      if is_whole then on_key := on_key || format('l.%1$I = n.%1$I and ', one); end if;
    end loop;
    if on_key <> '' then
      select string_agg(format('$.%I', attname), ', ' order by attnum) into row_of from pg_attribute where attrelid = made and attnum > 0 and not attisdropped;
      -- As records two nulls are alike.
      execute format('create temporary table pg_temp._differing as select l.ctid as gone, n.ctid as come from %s as l full join %s as n on %s row(%s)::record = row(%s)::record where l.ctid is null or n.ctid is null', there, made, on_key, replace(row_of, '$', 'l'), replace(row_of, '$', 'n'));
      execute format('delete from %s as l using pg_temp._differing as d where l.ctid = d.gone', there);
      execute format('insert into %s (%s) select %s from %s as n where n.ctid in (select come from pg_temp._differing)', there, named, named, made);
      drop table pg_temp._differing;
    else
      execute format('delete from %s', there);
      execute format('insert into %s (%s) select %s from %s', there, named, named, made);
    end if;
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
