//! Lists of access requests, held against a plain model: which requests they have, in which order, page by page.

use std::collections::BTreeMap;

use cardlint::hub::state::requests::{ListRange, Review};
use cardlint::hub::state::{AccessRequest, AccessRequests, Name, ObjectId, Status, Time};
use proptest::prelude::*;
use proptest::test_runner::Config;

const USERS: [&str; 8] = ["ana", "Anabel", "an", "bo", "bob", "cy", "Dee", "ed"];

#[derive(Clone, Debug)]
enum Change {
    /// Puts a request in as it is: with a status, at a time, under an id.
    Insert(Status, i64, u64),
    Handle(Status),
    Cancel,
}

fn change() -> impl Strategy<Value = (usize, Change)> {
    let status = prop::sample::select(Status::ALL.to_vec());
    let change = prop_oneof![
        4 => (status.clone(), 0..4_i64, 0..4_u64).prop_map(|(status, at, id)| Change::Insert(status, at, id)),
        2 => status.prop_map(Change::Handle),
        1 => Just(Change::Cancel),
    ];
    (0..USERS.len(), change)
}

fn range() -> impl Strategy<Value = (Status, ListRange)> {
    let time = || prop::option::of((-1..5_i64).prop_map(Time::from_milliseconds));
    let from = prop::option::of((0..4_i64, 0..40_u64));
    let prefix = prop::sample::select(vec!["", "a", "AN", "ana", "bo", "x"]);
    let status = prop::sample::select(Status::ALL.to_vec());
    (status, 1..9_usize, prefix, time(), time(), from).prop_map(|(status, limit, prefix, after, before, from)| {
        let from = from.map(|(at, id)| (Time::from_milliseconds(at), ObjectId::numbered(id)));
        (status, ListRange { limit, prefix: prefix.to_owned(), after, before, from })
    })
}

/// What a page should be: the users and whether more follow.
fn page(model: &BTreeMap<Name, AccessRequest>, status: Status, range: &ListRange) -> (Vec<Name>, bool) {
    let is_in = |name: &Name, request: &AccessRequest| {
        request.status == status
            && name.as_str().to_lowercase().starts_with(&range.prefix.to_lowercase())
            && range.after.is_none_or(|after| request.timestamp > after)
            && range.before.is_none_or(|before| request.timestamp < before)
            && range.from.is_none_or(|from| (request.timestamp, request.id) > from)
    };
    let mut found: Vec<_> = model.iter().filter(|(name, request)| is_in(name, request)).collect();
    found.sort_by_key(|(_, request)| (request.timestamp, request.id));
    let more = found.len() > range.limit;
    (found.into_iter().take(range.limit).map(|(name, _)| name.clone()).collect(), more)
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(200) })]

    // fidelity: list-pages
    #[test]
    fn a_list_has_its_requests_oldest_first_whatever_happened_before(
        changes in prop::collection::vec(change(), 1..40),
        ranges in prop::collection::vec(range(), 20),
    ) {
        let (mut requests, mut model) = (AccessRequests::default(), BTreeMap::<Name, AccessRequest>::new());
        for (who, change) in changes {
            let user = Name::from(USERS[who]);
            match change {
                Change::Insert(status, at, id) => {
                    // No two requests have the same id.
                    let id = ObjectId::numbered(id * 10 + u64::try_from(who).unwrap());
                    let timestamp = Time::from_milliseconds(at);
                    let request = AccessRequest { id, status, timestamp, outcome: None, unasked: false, fields: None };
                    requests.insert(user.clone(), request.clone());
                    model.insert(user, request);
                }
                Change::Handle(to) => {
                    let review = Review { by: "ed".into(), to, reason: None, at: Time::from_milliseconds(9) };
                    let done = requests.handle(&user, &review).is_ok();
                    prop_assert_eq!(done, model.get(&user).is_some_and(|request| request.status != to));
                    if let Some(request) = requests.get(&user) {
                        model.insert(user, request.clone());
                    }
                }
                Change::Cancel => {
                    let pending = model.get(&user).is_some_and(|request| request.status == Status::Pending);
                    prop_assert_eq!(requests.cancel(&user).is_ok(), pending);
                    if pending {
                        model.remove(&user);
                    }
                }
            }
            prop_assert_eq!((requests.len(), requests.is_empty()), (model.len(), model.is_empty()));
        }
        for status in Status::ALL {
            prop_assert_eq!(requests.count(status), model.values().filter(|request| request.status == status).count());
        }
        for (user, request) in &model {
            prop_assert_eq!(requests.get(user), Some(request));
            prop_assert_eq!(requests.user_of(request.id), Some(user));
        }
        let json = serde_json::to_string(&requests).unwrap();
        let read: AccessRequests = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &requests);
        for (status, range) in ranges {
            let expected = page(&model, status, &range);
            for requests in [&requests, &read] {
                let (found, more) = requests.page(status, &range);
                let users: Vec<Name> = found.into_iter().map(|(user, _)| user.clone()).collect();
                prop_assert_eq!((users, more), expected.clone(), "{:?} {:?}", status, range);
            }
        }
    }
}

#[test]
fn requests_differ_where_one_of_them_does() {
    let request = |status| AccessRequest {
        id: ObjectId::numbered(1),
        status,
        timestamp: Time::default(),
        outcome: None,
        unasked: false,
        fields: None,
    };
    let with = |status| {
        let mut requests = AccessRequests::default();
        requests.insert("ana".into(), request(status));
        requests
    };
    assert_eq!(with(Status::Pending), with(Status::Pending));
    assert_ne!(with(Status::Pending), with(Status::Accepted));
    assert_ne!(with(Status::Pending), AccessRequests::default());
}
