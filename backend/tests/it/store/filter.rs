//! Statements that depend on the request.

use docent::store::{Filter, Store};
use futures_util::future::join_all;
use uuid::Uuid;

use super::{
    Kind, bodies, inserting,
    place::{each_store, open},
};

async fn found(store: &Store, filter: Filter) -> Vec<String> {
    let mut tx = store.snapshot().await.unwrap();
    let rows: Vec<(String,)> = filter.on(&mut tx).fetch_all().await.unwrap();
    rows.into_iter().map(|(body,)| body).collect()
}

fn ids(numbers: &[u128]) -> Vec<Uuid> {
    numbers.iter().copied().map(Uuid::from_u128).collect()
}

#[test]
fn parameters_are_numbered_in_order_and_values_are_never_text() {
    let filter = Filter::new("SELECT 1 FROM t WHERE a = ")
        .bind("x'; DROP TABLE t; --")
        .and(" AND b = ", Some(2_i64))
        .and(" AND c = ", None::<i64>)
        .push_if(false, " AND d")
        .push_if(true, " AND e")
        .push(" AND ")
        .any_of("f", [1_i64, 2, 3])
        .push(" AND ")
        .keyset("(g, h) <", (4_i64, "five"))
        .push(" LIMIT ")
        .bind(6_i64);
    let expected = "SELECT 1 FROM t WHERE a = $1 AND b = $2 AND e AND f IN ($3, $4, $5, $6) AND (g, h) < ($7, $8) LIMIT $9";
    assert_eq!(filter.sql(), expected);
}

#[test]
fn an_empty_list_holds_nothing() {
    let none: [i64; 0] = [];
    assert_eq!(Filter::new("WHERE ").any_of("a", none).sql(), "WHERE FALSE");
    assert_eq!(Filter::new("WHERE ").none_of("a", none).sql(), "WHERE TRUE");
}

#[test]
fn lists_of_similar_length_share_a_text() {
    let text = |length: i64| Filter::new("").any_of("a", 0..length).sql().to_owned();
    assert_eq!(text(5), text(8));
    assert_eq!(text(65), text(128));
    assert_ne!(text(8), text(9));
}

#[tokio::test]
async fn a_filter_finds_the_same_on_both_engines() {
    const SELECT: &str = "SELECT body FROM notes WHERE ";
    const SORTED: &str = " ORDER BY created_at DESC, id DESC";
    each_store(async |place| {
        let store = open(place).await;
        join_all((1..=6).map(|n| store.write(inserting(n)))).await;
        let listed = Filter::new(SELECT).any_of("id", ids(&[2, 4, 5, 404])).push(SORTED);
        assert_eq!(found(&store, listed).await, ["note 5", "note 4", "note 2"]);
        let others = Filter::new(SELECT).none_of("id", ids(&[2, 4, 5])).push(SORTED);
        assert_eq!(found(&store, others).await, ["note 6", "note 3", "note 1"]);
        assert!(found(&store, Filter::new(SELECT).any_of("id", ids(&[]))).await.is_empty());
        assert_eq!(found(&store, Filter::new(SELECT).none_of("id", ids(&[]))).await.len(), 6);
        let page = Filter::new(SELECT)
            .push("kind = ")
            .bind(Kind::Visitor)
            .and(" AND is_read = ", Some(true))
            .push(" AND ")
            .keyset("(created_at, id) <", (1_700_000_000_005_i64, Uuid::from_u128(5)))
            .push(SORTED)
            .push(" LIMIT ")
            .bind(2_i64);
        assert_eq!(found(&store, page).await, ["note 4", "note 3"]);
        assert_eq!(bodies(&store).await.len(), 6);
    })
    .await;
}
