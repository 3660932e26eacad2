//! A form while it is edited: each part a signal, so that a field keeps the focus while the preview follows.

use crate::parts::fields::filled;
use leptos::prelude::*;
use shared::{
    id::TicketFormId,
    ticket_forms::{Field, FieldType, TicketForm},
};

/// What the editor is opened with. The signals of a [`Draft`] are made in the editor, whose life they share.
#[derive(Clone)]
pub enum Editing {
    New { is_default: bool },
    Form(TicketForm),
}

/// A question while it is edited.
#[derive(Clone, Copy)]
pub struct Question {
    /// Where answers are kept; a question that is renamed keeps its answers.
    pub id: StoredValue<String>,
    pub kind: RwSignal<FieldType>,
    pub label: RwSignal<String>,
    pub placeholder: RwSignal<String>,
    pub is_required: RwSignal<bool>,
    /// A line each.
    pub options: RwSignal<String>,
}

/// A form while it is edited.
#[derive(Clone, Copy)]
pub struct Draft {
    pub id: Option<TicketFormId>,
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub is_default: RwSignal<bool>,
    pub questions: RwSignal<Vec<Question>>,
}

impl Draft {
    pub fn new(editing: &Editing) -> Self {
        match editing {
            Editing::New { is_default } => Self::empty(*is_default),
            Editing::Form(form) => Self::of(form),
        }
    }

    fn empty(is_default: bool) -> Self {
        Self {
            id: None,
            name: RwSignal::default(),
            description: RwSignal::default(),
            is_default: RwSignal::new(is_default),
            questions: RwSignal::new(vec![Question::new()]),
        }
    }

    fn of(form: &TicketForm) -> Self {
        Self {
            id: Some(form.id),
            name: RwSignal::new(form.name.clone()),
            description: RwSignal::new(form.description.clone().unwrap_or_default()),
            is_default: RwSignal::new(form.is_default),
            questions: RwSignal::new(form.fields.iter().map(Question::of).collect()),
        }
    }

    /// The questions, or none while one of them lacks something.
    pub fn fields(self) -> Option<Vec<Field>> {
        self.questions.with(|all| all.iter().map(|question| question.field()).collect())
    }

    pub fn step(self, at: usize, by: isize) {
        self.questions.update(|all| {
            if let Some(to) = at.checked_add_signed(by).filter(|to| *to < all.len()) {
                all.swap(at, to);
            }
        });
    }
}

impl Question {
    pub fn new() -> Self {
        Self {
            id: StoredValue::new(client::random_id()),
            kind: RwSignal::new(FieldType::Text),
            label: RwSignal::default(),
            placeholder: RwSignal::default(),
            is_required: RwSignal::new(false),
            options: RwSignal::default(),
        }
    }

    fn of(field: &Field) -> Self {
        Self {
            id: StoredValue::new(field.id.clone()),
            kind: RwSignal::new(field.kind),
            label: RwSignal::new(field.label.clone()),
            placeholder: RwSignal::new(field.placeholder.clone().unwrap_or_default()),
            is_required: RwSignal::new(field.required),
            options: RwSignal::new(field.options.clone().unwrap_or_default().join("\n")),
        }
    }

    /// Whether there is something to choose from.
    pub fn has_options(self) -> bool {
        matches!(self.kind.get(), FieldType::Select | FieldType::MultiSelect)
    }

    /// Whether an example can stand in its field.
    pub fn has_placeholder(self) -> bool {
        matches!(self.kind.get(), FieldType::Text | FieldType::Textarea | FieldType::Number)
    }

    pub fn choices(self) -> Vec<String> {
        self.options.with(|text| text.lines().filter_map(filled).collect())
    }

    fn field(self) -> Option<Field> {
        let label = self.label.with(|text| filled(text))?;
        let options = self.has_options().then(|| self.choices());
        if options.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        Some(Field {
            id: self.id.get_value(),
            kind: self.kind.get(),
            label,
            placeholder: self.placeholder.with(|text| filled(text)).filter(|_| self.has_placeholder()),
            required: self.is_required.get(),
            options,
        })
    }
}
