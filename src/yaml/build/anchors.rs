//! Values with a name (`&name`), and those that refer to them (`*name`).

use super::{Builder, Open};
use crate::source::{Edit, Repair, Span};
use crate::yaml::budget::{Budget, Size};
use crate::yaml::{Node, Problem, Style, SyntaxError, TooMuch, Value, YamlProblem, tag};

impl Builder<'_> {
    pub(super) fn anchor(&mut self, id: usize, name: &str, span: Span) {
        let problem = tag::odd_name(name, span, self.text.get(span.end..).unwrap_or_default());
        self.parsed.problems.extend(problem);
        if let Some((_, first)) = self.anchor_names.insert(name.to_owned(), (id, span)) {
            self.report(Problem::new(YamlProblem::DuplicateAnchor { name: name.to_owned(), first }, span));
        }
    }

    pub(super) fn alias(&mut self, (mut target, size): (Node, Size), span: Span) {
        self.size = self.size.plus(size);
        target.span = span;
        self.place(target, 0, size);
    }

    /// Leaves an alias out, with its key: nothing can be said of what it stands for.
    pub(super) fn too_much(&mut self, too_much: TooMuch, span: Span) {
        if !std::mem::replace(&mut self.budget.told, true) {
            self.report(Problem::new(YamlProblem::TooMuch(too_much), span));
        }
        match self.open.last_mut() {
            Some(Open { node: Node { value: Value::Sequence(_), .. }, .. }) => {}
            Some(Open { key: key @ Some(_), .. }) => *key = None,
            _ => self.nothing(span),
        }
    }

    fn nothing(&mut self, span: Span) {
        self.size.values += 1;
        self.place(Node::new(span, Value::Null, Style::Plain), 0, Size::default());
    }

    pub(super) fn unresolved(&mut self, name: &str, span: Span) {
        self.report(
            Problem::syntax(SyntaxError::UnknownAlias(name.to_owned()), span)
                .repair(Repair::suggested(vec![Edit::replace(span, format!("\"*{name}\""))]))
                .hub_yaml(format!("unidentified alias \"{name}\""), span.end),
        );
        self.nothing(span);
    }
}

/// A copy of a value with a name, as far as there are enough left.
pub(super) fn copy(target: Option<&(Node, Size)>, budget: &mut Budget) -> Option<(Node, Size)> {
    target.filter(|(_, size)| budget.copy(*size)).cloned()
}
