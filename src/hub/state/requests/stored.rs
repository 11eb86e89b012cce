//! The requests of one gate, of which there may be a million. Lists come oldest first, and a page of one costs the page and
//! not the list.

use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{AccessRequest, ListRange, Status};
use crate::hub::state::names::{ByName, Name, ObjectId};
use crate::hub::state::time::Time;

/// The requests of one gate.
#[derive(Clone, Debug, Default)]
pub struct AccessRequests {
    by_user: ByName<AccessRequest>,
    /// For each status its requests, oldest first: when each was made, and where it is in `by_user`.
    lists: [VecDeque<(Time, usize)>; Status::ALL.len()],
}

impl AccessRequests {
    /// A user's request.
    pub fn get(&self, user: &Name) -> Option<&AccessRequest> {
        self.by_user.get(user)
    }

    /// How many there are in all.
    pub fn len(&self) -> usize {
        self.by_user.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_user.is_empty()
    }

    /// Every request, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &AccessRequest)> {
        self.by_user.iter()
    }

    /// How many have a status.
    pub fn count(&self, status: Status) -> usize {
        self.lists[status as usize].len()
    }

    /// A page of the requests with a status, oldest first, and whether more follow.
    // fidelity: list-pages
    pub fn page(&self, status: Status, page: &ListRange) -> (Vec<(&Name, &AccessRequest)>, bool) {
        let list = &self.lists[status as usize];
        let first = (page.after.map_or(Time::LEAST, |after| after.plus(1)), ObjectId::LEAST);
        let start = match page.from.filter(|from| *from >= first) {
            Some(last) => position(list, last.0, |listed| self.cmp(listed, last).is_le()),
            None => position(list, first.0, |listed| self.cmp(listed, first).is_lt()),
        };
        let mut found = list
            .range(start..)
            .filter_map(|(_, at)| self.by_user.get_index(*at))
            .take_while(|(_, request)| page.before.is_none_or(|before| request.timestamp < before))
            .filter(|(user, _)| user.starts_with(&page.prefix));
        let mut items = Vec::with_capacity(page.limit.min(list.len() - start));
        items.extend(found.by_ref().take(page.limit));
        let more = found.next().is_some();
        (items, more)
    }

    /// The user whose request has this id.
    pub fn user_of(&self, id: ObjectId) -> Option<&Name> {
        self.by_user.iter().find(|(_, request)| request.id == id).map(|(user, _)| user)
    }

    /// Puts a request in as it is, in place of the user's earlier one.
    pub fn insert(&mut self, user: Name, request: AccessRequest) {
        self.remove(&user);
        let (at, _) = self.by_user.insert_full(user, request);
        self.list(at);
    }

    /// Takes a user's request out. The last one gets its place.
    pub(super) fn remove(&mut self, user: &Name) -> Option<AccessRequest> {
        let at = self.by_user.get_index_of(user)?;
        let last = self.by_user.len() - 1;
        self.unlist(at);
        if at == last {
            return self.by_user.pop().map(|(_, request)| request);
        }
        self.unlist(last);
        let (_, request) = self.by_user.swap_remove_index(at)?;
        self.list(at);
        Some(request)
    }

    // fidelity: state-invariants
    pub(super) fn change(&mut self, user: &Name, change: impl FnOnce(&mut AccessRequest)) {
        let Some(at) = self.by_user.get_index_of(user) else { return };
        self.unlist(at);
        if let Some((_, request)) = self.by_user.get_index_mut(at) {
            change(request);
        }
        self.list(at);
    }

    /// Whether a request of a list is before another one: by when it was made, and then by its id.
    fn cmp(&self, (time, at): (Time, usize), (other, id): (Time, ObjectId)) -> Ordering {
        time.cmp(&other).then_with(|| self.by_user.get_index(at).map(|(_, request)| request.id).cmp(&Some(id)))
    }

    /// In which list a request is, where there, and as what.
    fn place(&self, at: usize) -> Option<(usize, usize, (Time, usize))> {
        let (_, request) = self.by_user.get_index(at)?;
        let (list, age) = (request.status as usize, (request.timestamp, request.id));
        let place = position(&self.lists[list], request.timestamp, |listed| self.cmp(listed, age).is_lt());
        Some((list, place, (request.timestamp, at)))
    }

    fn list(&mut self, at: usize) {
        if let Some((list, place, listed)) = self.place(at) {
            self.lists[list].insert(place, listed);
        }
    }

    fn unlist(&mut self, at: usize) {
        // Requests that are equally old have the same id, which only a state dump could say.
        if let Some((list, place, listed)) = self.place(at)
            && let Some(place) = (place..self.lists[list].len()).find(|place| self.lists[list][*place] == listed)
        {
            self.lists[list].remove(place);
        }
    }
}

/// How many of a list on each side of where a time should be are looked through first.
const NEAR: usize = 64;

/// How many of a list are before something of that time. Where requests come steadily, the time says about where that is: the
/// search begins there, for a list may be longer than the processor's caches.
fn position(list: &VecDeque<(Time, usize)>, time: Time, is_before: impl Fn((Time, usize)) -> bool) -> usize {
    let (Some((first, _)), Some((last, _))) = (list.front(), list.back()) else { return 0 };
    let since = |time: Time| i128::from(time.milliseconds()) - i128::from(first.milliseconds());
    let share = since(time).clamp(0, since(*last)) * i128::try_from(list.len()).unwrap_or_default();
    let guess = usize::try_from(share / (since(*last) + 1)).unwrap_or_default();
    let (mut low, mut high) = (guess.saturating_sub(NEAR), list.len().min(guess + NEAR));
    if low.checked_sub(1).is_some_and(|at| !is_before(list[at])) {
        low = 0;
    }
    if list.get(high).is_some_and(|listed| is_before(*listed)) {
        high = list.len();
    }
    while low < high {
        let middle = low.midpoint(high);
        if is_before(list[middle]) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

impl PartialEq for AccessRequests {
    fn eq(&self, other: &Self) -> bool {
        self.by_user == other.by_user
    }
}

/// By name, whatever happened before.
impl Serialize for AccessRequests {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_user.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AccessRequests {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let by_user = ByName::<AccessRequest>::deserialize(deserializer)?;
        let mut oldest_first: Vec<(usize, &AccessRequest)> = by_user.values().enumerate().collect();
        oldest_first.sort_by_key(|(_, request)| (request.timestamp, request.id));
        let mut lists: [VecDeque<_>; Status::ALL.len()] = Default::default();
        for (at, request) in oldest_first {
            lists[request.status as usize].push_back((request.timestamp, at));
        }
        Ok(Self { by_user, lists })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_comes_before_is_found_however_the_times_lie() {
        let steady = (0..1000).map(|n| n * 10);
        let clumped = (0..1000).map(|n| if n < 990 { 0 } else { n * 1_000_000 });
        let late = (0..1000).map(|n| if n == 0 { 0 } else { 10_000 + n });
        let even = (0..1000).map(|_| 7);
        let few = [vec![0, 1], vec![1], Vec::new()];
        let many = [steady.collect::<Vec<i64>>(), clumped.collect(), late.collect(), even.collect()];
        for times in many.into_iter().chain(few) {
            let list: VecDeque<_> = times.iter().map(|time| Time::from_milliseconds(*time)).zip(0..).collect();
            for wanted in [i64::MIN, -1, 0, 1, 7, 8, 5000, 9990, 995_000_000, i64::MAX] {
                let wanted = Time::from_milliseconds(wanted);
                let found = position(&list, wanted, |(time, _)| time < wanted);
                assert_eq!(found, list.iter().filter(|(time, _)| *time < wanted).count());
            }
        }
    }

    #[test]
    fn of_a_steady_list_few_are_looked_at() {
        let list: VecDeque<_> = (0..100_000).map(|n| (Time::from_milliseconds(5_000_000 + n * 10), 0)).collect();
        for wanted in (4_900_000..6_100_000).step_by(7_777).map(Time::from_milliseconds) {
            let looks = Cell::new(0);
            let found = position(&list, wanted, |(time, _)| {
                looks.set(looks.get() + 1);
                time < wanted
            });
            assert_eq!(found, list.partition_point(|(time, _)| *time < wanted));
            // Both ends of what is near, and the halves of it; halves of all would be 17.
            assert!(looks.get() <= 10, "{looks:?}");
        }
    }
}
