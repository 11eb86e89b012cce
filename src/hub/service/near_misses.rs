//! The routes that are closest to a request which no route serves.

/// How many routes are named at most.
const NAMED: usize = 3;

/// How far away a route may be: one segment with another word, or one segment more or less.
const FAR: f64 = 1.5;

/// What `{kind}` stands for.
const KINDS: [&str; 3] = ["models", "datasets", "spaces"];

/// The routes that a path may have been meant for, the nearest first.
pub(super) fn near_misses(routes: &[&str], path: &str) -> Vec<String> {
    let path: Vec<&str> = path.split('/').skip(1).collect();
    let near = |route: &&str| Some((distance(&path, route), (*route).to_owned())).filter(|(far, _)| *far < FAR);
    let mut near: Vec<(f64, String)> = routes.iter().filter_map(near).collect();
    near.sort_by(|one, other| one.0.total_cmp(&other.0));
    near.into_iter().take(NAMED).map(|(_, route)| route).collect()
}

/// How far a path is from a route, counted in segments. Any segment fits a parameter, but a word fits better.
fn distance(path: &[&str], route: &str) -> f64 {
    let route: Vec<&str> = route.split('/').skip(1).collect();
    let open = route.last().is_some_and(|last| last.starts_with("{*")) && path.len() > route.len();
    let missing = if open { 0 } else { path.len().abs_diff(route.len()) };
    let word = |segment: &str, expected: &str| 1.0 - strsim::normalized_damerau_levenshtein(segment, expected);
    let segments = path.iter().zip(&route).map(|(segment, expected)| {
        let far = match *expected {
            "{kind}" => KINDS.iter().map(|kind| word(segment, kind)).fold(1.0, f64::min),
            parameter if parameter.starts_with('{') => 0.05,
            expected => word(segment, expected),
        };
        // A word that has nothing in common is no slip.
        if far > 0.6 { FAR } else { far }
    });
    segments.sum::<f64>() + f64::from(u32::try_from(missing).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::near_misses;

    const ROUTES: [&str; 4] = [
        "/api/{kind}/{ns}/{name}/tree/{revision}",
        "/api/{kind}/{ns}/{name}/tree/{revision}/{*path}",
        "/api/{kind}/{ns}/{name}",
        "/api/whoami-v2",
    ];

    #[test]
    fn a_slip_is_near_and_another_page_is_not() {
        for (path, nearest) in [
            ("/api/datasets/ana/voices/trees/main", Some(ROUTES[0])),
            ("/api/datasets/ana/voices/trees/main/data/train", Some(ROUTES[1])),
            ("/api/whoami-v3", Some(ROUTES[3])),
            ("/ap/datasets/ana/voices", Some(ROUTES[2])),
            ("/api/dataset/ana/voices", Some(ROUTES[2])),
            ("/api/no/such/route", None),
            ("/v2/images/manifests", None),
            ("/", None),
        ] {
            assert_eq!(near_misses(&ROUTES, path).first().map(String::as_str), nearest, "{path}");
        }
    }
}
