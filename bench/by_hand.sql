-- All findings over the figures, written by hand: one grouping that puts total, women and men side
-- by side, then each rule as one SELECT. What gmg looks up (order of editions, which data sets can
-- be compared, which concepts count people) stands here as constants of the invented base.
CREATE TYPE a_place AS ENUM (SELECT code FROM read_csv('{places}', all_varchar = true));
CREATE TYPE a_basis AS ENUM (SELECT code FROM read_csv('{bases}', all_varchar = true));
CREATE TYPE a_concept AS ENUM ('migrant-stock', 'population', 'refugees', 'asylum-seekers',
    'forced-displacement-flow', 'resettlement', 'naturalisation');
CREATE TYPE a_dataset AS ENUM ('undesa.migrant-stock', 'worldbank.bilateral-migration',
    'undesa.population-prospects', 'unhcr.population', 'unhcr.flows', 'unhcr.solutions');
CREATE TYPE an_edition AS ENUM ('2017', '2019', '2020', '2022', '2024', '2025-12');
CREATE TYPE an_agency AS ENUM ('UNDESA', 'UNHCR', 'WORLDBANK');

CREATE TEMP TABLE headline AS
SELECT *, coalesce(total, women + men) AS amount, year(time_to) AS year,
    CASE edition WHEN '2024' THEN 9 WHEN '2022' THEN 8 WHEN '2020' THEN 2 ELSE 1 END AS rank
FROM (
    SELECT concept::a_concept AS concept, place::a_place AS place,
        counterpart::a_place AS counterpart, time_from, time_to, dataset::a_dataset AS dataset,
        edition::an_edition AS edition, min(agency::an_agency) AS agency, min(basis::a_basis) AS basis, max(basis::a_basis) AS other_basis,
        max(value) FILTER (WHERE sex = 'total') AS total,
        max(value) FILTER (WHERE sex = 'female') AS women,
        max(value) FILTER (WHERE sex = 'male') AS men,
        min(value) FILTER (WHERE sex = 'total') AS lowest
    FROM read_parquet('{files}')
    WHERE value IS NOT NULL AND age = 'all' AND detail IS NULL
    GROUP BY ALL
);

CREATE TEMP TABLE latest AS
SELECT h.* FROM headline h
JOIN (SELECT dataset, concept, time_to, max(rank) AS rank FROM headline GROUP BY ALL)
    USING (dataset, concept, time_to, rank);

CREATE TEMP TABLE totals AS
SELECT concept, place, time_from, time_to, year, agency, dataset, edition, any_value(basis) AS basis,
    coalesce(max(amount) FILTER (WHERE counterpart IS NULL), sum(amount)) AS amount,
    count(counterpart) AS parts,
    sum(amount) FILTER (WHERE counterpart IS NOT NULL) AS added,
    max(amount) FILTER (WHERE counterpart IS NULL) AS published
FROM latest GROUP BY ALL;

WITH speaking AS (
    SELECT *, lag(amount) OVER w AS before, lead(amount) OVER w AS after FROM totals
    WINDOW w AS (PARTITION BY concept, place, dataset ORDER BY time_to)
),
two AS (
    SELECT concept, max(year) AS year FROM (SELECT concept, year FROM totals
        GROUP BY ALL HAVING count(DISTINCT agency) >= 2) GROUP BY ALL
),
newest AS (
    SELECT concept, max(year) AS year FROM totals WHERE year <= year(current_date) GROUP BY ALL
),
last AS (
    SELECT * FROM totals WHERE amount > 0
    QUALIFY row_number() OVER (PARTITION BY concept, place ORDER BY time_to DESC, dataset) = 1
),
living AS (
    SELECT * FROM totals WHERE concept = 'population' AND year <= year(current_date)
    QUALIFY row_number() OVER (PARTITION BY place ORDER BY time_to DESC) = 1
),
desa AS (
    SELECT * FROM latest WHERE concept = 'migrant-stock' AND dataset = 'undesa.migrant-stock'
),
revised AS (
    SELECT * FROM headline WHERE dataset IN ('undesa.migrant-stock', 'undesa.population-prospects')
),
last_desa AS (SELECT * FROM desa WHERE edition = '2024'),
bank AS (SELECT * FROM latest WHERE dataset = 'worldbank.bilateral-migration'),
found AS (
    SELECT 'refugees-exceed-migrants' AS rule, r.place, r.counterpart, r.time_to, r.amount AS people
    FROM latest r JOIN desa m USING (place, counterpart, year)
    WHERE r.concept = 'refugees' AND r.dataset = 'unhcr.population' AND r.amount > m.amount
UNION ALL
    SELECT 'sexes-do-not-sum', place, counterpart, time_to, abs(total - women - men)
    FROM headline WHERE women + men > 0
        AND abs(total - women - men) > greatest(2.5, 1e-9 * total)
UNION ALL
    SELECT 'parts-exceed-whole', place, counterpart, time_to, greatest(women, men) - total
    FROM headline WHERE total >= 0
        AND greatest(coalesce(women, 0), coalesce(men, 0)) > total + greatest(2.5, 1e-9 * total)
UNION ALL
    SELECT 'parts-exceed-whole', place, NULL::a_place, time_to, added - published
    FROM totals WHERE published >= 0 AND parts > 1 AND added > published * 1.005 + 5
UNION ALL
    SELECT 'parts-exceed-whole', r.place, NULL, r.time_to, r.amount - m.amount
    FROM totals r JOIN totals m USING (place, time_to, dataset, edition)
    WHERE r.concept = 'refugees' AND m.concept = 'migrant-stock' AND r.amount > m.amount
UNION ALL
    SELECT 'migrants-exceed-population', m.place, NULL, m.time_to, m.amount
    FROM totals m JOIN totals p USING (place, year)
    WHERE m.concept = 'migrant-stock' AND m.dataset = 'undesa.migrant-stock'
        AND p.concept = 'population' AND m.amount > p.amount
UNION ALL
    SELECT 'edition-contradicts-itself', place, counterpart, time_to, total - lowest
    FROM headline WHERE basis = other_basis AND total - lowest > greatest(2.5, 1e-6 * abs(total))
UNION ALL
    SELECT 'agencies-differ', a.place, NULL, greatest(a.time_to, b.time_to),
        abs(a.amount - b.amount)
    FROM speaking a JOIN speaking b USING (concept, place, year)
    WHERE a.agency < b.agency
        AND abs(a.amount - b.amount) >= greatest(100, 0.05 * greatest(abs(a.amount), abs(b.amount)))
        AND NOT (a.time_to <> b.time_to AND (
            coalesce(a.amount BETWEEN least(b.before, b.amount) AND greatest(b.before, b.amount)
                AND b.before IS NOT NULL, false)
            OR coalesce(b.amount BETWEEN least(a.before, a.amount) AND greatest(a.before, a.amount)
                AND a.before IS NOT NULL, false)
            OR coalesce(b.amount BETWEEN least(a.after, a.amount) AND greatest(a.after, a.amount)
                AND a.after IS NOT NULL, false)))
UNION ALL
    SELECT 'outside-the-bracket', w.place, w.counterpart, a.time_to,
        least(abs(w.amount - b.amount), abs(w.amount - a.amount)) AS people
    FROM bank w
    ASOF JOIN last_desa b ON w.place = b.place AND w.counterpart = b.counterpart AND w.time_to >= b.time_to
    ASOF JOIN last_desa a ON w.place = a.place AND w.counterpart = a.counterpart AND w.time_to < a.time_to
    WHERE (w.amount > 1.2 * greatest(a.amount, b.amount) OR w.amount < 0.8 * least(a.amount, b.amount))
        AND people >= 100
UNION ALL
    SELECT 'edition-revises', n.place, n.counterpart, n.time_to, abs(n.amount - o.amount)
    FROM revised n ASOF JOIN revised o ON n.dataset = o.dataset AND n.concept = o.concept
        AND n.place = o.place AND coalesce(n.counterpart::VARCHAR, '') = coalesce(o.counterpart::VARCHAR, '')
        AND n.time_to = o.time_to AND n.rank > o.rank
    WHERE abs(n.amount - o.amount) >= greatest(100, 0.1 * greatest(abs(n.amount), abs(o.amount)))
UNION ALL
    SELECT 'no-stock-for-refugees', r.place, r.counterpart, r.time_to, r.amount
    FROM latest r ANTI JOIN desa m USING (place, counterpart, year)
    WHERE r.concept = 'refugees' AND r.dataset = 'unhcr.population' AND r.amount > 0
        AND r.year IN (SELECT year FROM desa)
UNION ALL
    SELECT 'one-agency-only', place, NULL, any_value(time_to), max(amount)
    FROM totals JOIN two USING (concept, year) WHERE amount > 0
    GROUP BY concept, place HAVING count(DISTINCT agency) = 1
UNION ALL
    SELECT 'too-long-ago', l.place, NULL, l.time_to, l.amount
    FROM last l JOIN newest n USING (concept) WHERE n.year - l.year >= 5
UNION ALL
    SELECT 'nobody-says', l.place, NULL, l.time_to, l.amount
    FROM (SELECT concept FROM totals WHERE concept IN ('migrant-stock', 'refugees', 'population')
        GROUP BY concept HAVING count(DISTINCT place) >= 100) a
    CROSS JOIN living l ANTI JOIN totals t ON t.concept = a.concept AND t.place = l.place
)
