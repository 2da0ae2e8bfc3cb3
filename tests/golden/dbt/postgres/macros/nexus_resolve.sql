{#
  Connected components by SQL alone: randomised contraction (Bögeholz, Brand, Todor: In-database connected component
  analysis, 2018). Every round orders the vertices anew by a hash of its own; each vertex picks the first of itself and its
  neighbours, and edges are relabelled by what was picked, until no edge is left. Then what was picked is followed back.

  of: what the tables on the way are called by; begin: statements that make the vertices and the edges of the first round;
  factor, summand: the numbers of the hash before it.
#}
{% macro nexus_resolve(of, begin, factor, summand) %}
{% if execute and flags.WHICH in ['run', 'build', 'retry'] %}
  {# what a build that was killed left #}
  {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__blocked__next"
  {% endcall %}
  {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__evidence__next"
  {% endcall %}
  {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__vertices__next"
  {% endcall %}
  {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_0__next"
  {% endcall %}
  {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_0__next"
  {% endcall %}
  {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_0__next"
  {% endcall %}
  {% for statement in begin %}{% do run_query(statement) %}{% endfor %}
  {% set state = namespace(left=1, last=0, factor=factor, summand=summand) %}
  {% for round in range(1000) %}{% if state.left > 0 %}
    {% set state.factor = state.factor * 48271 % 2147483647 %}
    {% set state.summand = state.summand * 69621 % 2147483647 %}
    {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round + 1 }}__next"
    {% endcall %}
    {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round + 1 }}__next"
    {% endcall %}
    {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round + 1 }}__next"
    {% endcall %}
    {% call nexus_do() %}
create table "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round }}__next" as
select e.a as v, case when min(((e.b * {{ state.factor }} + {{ state.summand }}) % 2147483647) * 2147483648 + e.b) < ((e.a * {{ state.factor }} + {{ state.summand }}) % 2147483647) * 2147483648 + e.a then min(((e.b * {{ state.factor }} + {{ state.summand }}) % 2147483647) * 2147483648 + e.b) else ((e.a * {{ state.factor }} + {{ state.summand }}) % 2147483647) * 2147483648 + e.a end % 2147483648 as rep from "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round }}__next" as e group by e.a
    {% endcall %}
    {% call nexus_do() %}
analyze "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round }}__next"
    {% endcall %}
    {% call nexus_do() %}
create table "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round + 1 }}__next" as
select distinct x.rep as a, y.rep as b from "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round }}__next" as e join "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round }}__next" as x on x.v = e.a join "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round }}__next" as y on y.v = e.b where x.rep <> y.rep
    {% endcall %}
    {% call nexus_do() %}
analyze "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round + 1 }}__next"
    {% endcall %}
    {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round }}__next"
    {% endcall %}
    {% set edges %}
select count(*) from "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round + 1 }}__next"
    {% endset %}
    {% set state.left = run_query(edges).rows[0][0] | int %}
    {% set state.last = round %}
  {% endif %}{% endfor %}
  {% if state.left > 0 %}{{ exceptions.raise_compiler_error(of ~ ': edges are left after 1000 rounds') }}{% endif %}
  {% for back in range(state.last + 1) %}
    {% set round = state.last - back %}
    {% if back == 0 %}
      {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__edges_{{ round + 1 }}__next"
      {% endcall %}
      {% call nexus_do() %}
create table "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round }}__next" as
select p.v, p.rep from "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round }}__next" as p
      {% endcall %}
      {% call nexus_do() %}
analyze "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round }}__next"
      {% endcall %}
    {% else %}
      {% call nexus_do() %}
create table "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round }}__next" as
select p.v, coalesce(n.rep, p.rep) as rep from "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round }}__next" as p left join "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round + 1 }}__next" as n on n.v = p.rep
      {% endcall %}
      {% call nexus_do() %}
analyze "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round }}__next"
      {% endcall %}
      {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__picked_{{ round + 1 }}__next"
      {% endcall %}
      {% call nexus_do() %}
drop table if exists "{{ nexus_schema('nexus_identity') }}"."{{ of }}__became_{{ round + 1 }}__next"
      {% endcall %}
    {% endif %}
  {% endfor %}
{% endif %}
{% endmacro %}

{# Runs the statement that it is called with. #}
{% macro nexus_do() %}{% do run_query(caller()) %}{% endmacro %}
