// What sql policies see of a box: views of six types in Aidbox format, without hashes of passwords, secrets and tokens.
// The conversion is aidbox-format.ts once more, as functions of the database; a test compares the two.
import attributes from '../../vocabulary/aidbox-resources.json' with { type: 'json' }
import { createdAtUrl } from '../aidbox-format.ts'
import type { Database } from '../storage/sql.ts'
import { tableOf } from '../storage/tables.ts'

/** The schema of the views; a policy never writes it. */
export const viewSchema = 'policy_view'

const viewed = ['Client', 'User', 'Session', 'Grant', 'Role', 'RelatedPerson'] as const

/** Tables that a policy may name, as Aidbox names them. */
export const viewNames: ReadonlySet<string> = new Set(viewed.map(type => type.toLowerCase()))

const hidden = 'id password secret twoFactor access_token refresh_token authorization_code'.split(
  ' ',
)

/** Elements that belong to whoever wrote them: nothing in them is converted. */
const keptPaths = (type: string): string[] => {
  const table: Record<string, Record<string, { type: string }>> = attributes
  return Object.entries(table[type] ?? {}).flatMap(([path, { type: kind }]) =>
    kind === 'Object' || kind === 'Resource' ? [path] : [],
  )
}

const functions = [
  `create or replace function policy_view.reference(value jsonb) returns jsonb language plpgsql immutable as $body$
   declare target text := value->>'reference'; parts text[];
   begin
     value := value - 'reference';
     if starts_with(target, '#') then return value || jsonb_build_object('localRef', substr(target, 2)); end if;
     value := value - 'type';
     parts := regexp_match(target, '^([A-Z][A-Za-z]*)/([^/]+)$');
     if parts is null then return value || jsonb_build_object('uri', target); end if;
     return value || jsonb_build_object('resourceType', parts[1], 'id', parts[2]);
   end $body$`,
  `create or replace function policy_view.extension(value jsonb) returns jsonb language plpgsql immutable as $body$
   declare result jsonb := '{}'; name text; item jsonb; kind text;
   begin
     if jsonb_typeof(value) <> 'object' then return value; end if;
     for name, item in select * from jsonb_each(value) loop
       if name = 'extension' and jsonb_typeof(item) = 'array' then
         item := (select coalesce(jsonb_agg(policy_view.extension(e) order by n), '[]') from jsonb_array_elements(item) with ordinality a(e, n));
       elsif name ~ '^value[A-Z]\\w*$' then
         kind := substr(name, 6);
         if kind = 'Reference' and jsonb_typeof(item->'reference') = 'string' then item := policy_view.reference(item); end if;
         if kind not in ('Address','Attachment','CodeableConcept','Coding','ContactPoint','HumanName','Identifier','Money','Period','Quantity','Range','Ratio','Reference') then
           kind := lower(substr(kind, 1, 1)) || substr(kind, 2);
         end if;
         name := 'value';
         item := jsonb_build_object(kind, item);
       end if;
       result := result || jsonb_build_object(name, item);
     end loop;
     return result;
   end $body$`,
  `create or replace function policy_view.meta(value jsonb) returns jsonb language plpgsql immutable as $body$
   declare created jsonb; others jsonb;
   begin
     if jsonb_typeof(value->'extension') is distinct from 'array' then return value; end if;
     created := jsonb_path_query_first(value, '$.extension[*] ? (@.url == "${createdAtUrl}")');
     others := (select jsonb_agg(policy_view.extension(e) order by n) from jsonb_array_elements(value->'extension') with ordinality a(e, n)
       where e->>'url' is distinct from '${createdAtUrl}');
     value := value - 'extension';
     if created is not null then value := value || jsonb_build_object('createdAt', created->>'valueInstant'); end if;
     if others is not null then value := value || jsonb_build_object('extension', others); end if;
     return value;
   end $body$`,
  `create or replace function policy_view.aidbox(value jsonb, path text, kept text[]) returns jsonb language plpgsql immutable as $body$
   declare result jsonb := '{}'; name text; item jsonb;
   begin
     if jsonb_typeof(value) = 'array' then
       return (select coalesce(jsonb_agg(policy_view.aidbox(e, path, kept) order by n), '[]') from jsonb_array_elements(value) with ordinality a(e, n));
     end if;
     if jsonb_typeof(value) <> 'object' or path = any(kept) then return value; end if;
     if path <> '' and jsonb_typeof(value->'reference') = 'string' then return policy_view.reference(value); end if;
     for name, item in select * from jsonb_each(value) loop
       if path = '' and name = 'meta' then
         item := policy_view.meta(item);
       elsif name = 'extension' and jsonb_typeof(item) = 'array' then
         item := (select coalesce(jsonb_agg(policy_view.extension(e) order by n), '[]') from jsonb_array_elements(item) with ordinality a(e, n));
       else
         item := policy_view.aidbox(item, case when path = '' then name else path || '.' || name end, kept);
       end if;
       result := result || jsonb_build_object(name, item);
     end loop;
     return result;
   end $body$`,
]

const textArray = (items: readonly string[]): string =>
  `array[${items.map(item => `'${item}'`).join(', ')}]::text[]`

/** Past versions of a row since it was created, or created anew. */
const past = (type: string): string =>
  `from history h where h.type = '${type}' and h.id = t.id and not h.deleted and h.version > coalesce(
    (select max(d.version) from history d where d.type = '${type}' and d.id = t.id and d.deleted), 0)`

const created = (type: string): string =>
  `to_timestamp(coalesce((select min(h.updated) ${past(type)}), t.updated) / 1000.0)`

/** Aidbox's words for what happened last. */
const status = (type: string): string =>
  `case when exists (select 1 ${past(type)}) then 'updated'
    when exists (select 1 from history d where d.type = '${type}' and d.id = t.id) then 'recreated'
    else 'created' end`

const views = viewed.map(
  type =>
    `create or replace view policy_view."${type.toLowerCase()}" as select id::text as id,
     policy_view.aidbox(body::jsonb, '', ${textArray(keptPaths(type))}) - ${textArray(hidden)} as resource,
     version as txid, to_timestamp(updated / 1000.0) as ts, ${created(type)} as cts, ${status(type)} as status
     from ${tableOf(type)} t`,
)

/** Makes the views where they are missing, and brings them to their present form. Two processes may start together. */
export const prepareSqlViews = (database: Database): Promise<void> =>
  database.transaction(async tx => {
    if (database.kind === 'postgres') await tx.query('select pg_advisory_xact_lock(715260412)')
    await tx.query(`create schema if not exists ${viewSchema}`)
    for (const statement of [...functions, ...views]) await tx.query(statement)
  })
