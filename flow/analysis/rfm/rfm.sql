-- Recency, frequency and monetary quintiles (Hughes 1994), and the value tier that their sum gives.
-- $1 last day counted (days since 1970-01-01), $2 minutes ahead of UTC, $3 base currency, $4 least points of high,
-- $5 least points of mid, $6 least number of customers with orders. Instants are milliseconds UTC, money minor units.
with measured as (
    select
        customer_id,
        floor((max(ordered_at) + cast($2 as bigint) * 60000) / 86400000.0) as last_day,
        count(*) as order_count,
        sum(total) as money
    from "order"
    where customer_id is not null
      and ordered_at < (cast($1 as bigint) + 1) * 86400000 - cast($2 as bigint) * 60000
      and total > 0
      and total_currency = cast($3 as text)
      and coalesce(status, '') not in ('cancelled', 'returned')
    group by customer_id
),
scored as (
    select
        customer_id,
        cast(ntile(5) over (order by last_day, customer_id) as bigint) as recency_score,
        cast(ntile(5) over (order by order_count, customer_id) as bigint) as frequency_score,
        cast(ntile(5) over (order by money, customer_id) as bigint) as monetary_score,
        count(*) over () as customer_count
    from measured
)
select
    customer_id,
    recency_score,
    frequency_score,
    monetary_score,
    case
        when recency_score + frequency_score + monetary_score >= cast($4 as bigint) then 'high'
        when recency_score + frequency_score + monetary_score >= cast($5 as bigint) then 'mid'
        else 'low'
    end as value_tier
from scored
where customer_count >= cast($6 as bigint)
