//! The questions of a survey: their order, and what each of them asks and stores.

use super::{
    branches::Branches,
    form::Form,
    shape::{has_choices, set_option, turn},
};
use crate::{
    engage::{
        bound::{bound, typed},
        draft::{Draft, Part},
        fields::{Field, check, choice, line, lines, number},
        order::{Order, Ordered},
    },
    icons::{Icon, icon},
    parts::fields::choose,
    say,
};
use leptos::prelude::*;
use shared::{
    number::Number,
    surveys::questions::{Labels, Options, Question, QuestionType},
};

/// The kinds of questions, in the order in which they are offered.
const KINDS: [(QuestionType, &str); 8] = [
    (QuestionType::Nps, "sv-nps"),
    (QuestionType::NumericScale, "sv-scale"),
    (QuestionType::StarRating, "sv-stars"),
    (QuestionType::EmojiRating, "sv-faces"),
    (QuestionType::MultipleChoice, "sv-choice"),
    (QuestionType::Dropdown, "sv-dropdown"),
    (QuestionType::ShortText, "sv-short"),
    (QuestionType::LongText, "sv-long"),
];

/// One question of the draft, by its id.
#[derive(Clone, Copy)]
pub struct Asked {
    pub draft: Draft<Form>,
    pub id: StoredValue<String>,
}

impl Asked {
    /// Reads something of the question; the default once it is gone.
    pub fn read<T: Default>(self, read: impl FnOnce(&Question) -> T) -> T {
        self.draft.with(|form| self.id.with_value(|id| form.question(id).map(read))).unwrap_or_default()
    }

    pub fn change(self, edit: impl FnOnce(&mut Question)) {
        self.draft.change(|draft| self.id.with_value(|id| draft.change(id, edit)));
    }

    pub fn part<T: Clone + Default + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Question) -> T + Copy + Send + Sync + 'static,
        write: impl Fn(&mut Question, T) + Copy + Send + Sync + 'static,
    ) -> Part<T> {
        let id = self.id;
        bound(
            self.draft,
            move |draft| id.with_value(|id| draft.question(id).map(read)).unwrap_or_default(),
            move |draft, value| id.with_value(|id| draft.change(id, |question| write(question, value))),
        )
    }

    /// A text among its settings.
    fn label(
        self,
        read: impl Fn(&Options) -> Option<String> + Copy + Send + Sync + 'static,
        write: impl Fn(&mut Options, Option<String>) + Copy + Send + Sync + 'static,
    ) -> Part<String> {
        self.part(
            move |question| question.options.as_ref().and_then(read).unwrap_or_default(),
            move |question, text| set_option(question, |options| write(options, typed(text))),
        )
    }

    /// A number among its settings.
    fn amount(
        self,
        read: impl Fn(&Options) -> Option<Number> + Copy + Send + Sync + 'static,
        write: impl Fn(&mut Options, Option<Number>) + Copy + Send + Sync + 'static,
    ) -> Part<Option<Number>> {
        self.part(
            move |question| question.options.as_ref().and_then(read),
            move |question, value| set_option(question, |options| write(options, value)),
        )
    }
}

#[component]
pub fn Questions(
    draft: Draft<Form>,
    /// Told which question is worked on.
    shown: Callback<String>,
) -> impl IntoView {
    let order = Order::new(
        "sv-question",
        move || draft.with(|draft| draft.questions.len()),
        move |from, to| draft.change(|draft| draft.shift(from, to)),
    );
    let ids = move || {
        draft.with(|draft| draft.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>())
    };
    let add = move |kind: QuestionType| {
        let id = client::random_id();
        draft.change(|draft| draft.add(id.clone(), kind));
        shown.run(id);
        request_animation_frame(|| {
            crate::browser::focus("[data-order=sv-question]:last-of-type [data-testid=sv-title]");
        });
    };
    let offers = KINDS.map(|(kind, word)| {
        view! { <button type="button" class="button" data-testid=format!("add-{word}") on:click=move |_| add(kind)>{icon(Icon::Plus)} {say!(word)}</button> }
    });
    view! {
        <ol class="orders" data-testid="sv-questions">
            <For each=ids key=Clone::clone let:id>
                <Asks asked=Asked { draft, id: StoredValue::new(id) } order=order shown=shown />
            </For>
        </ol>
        <div class="adds" role="group" aria-label=say!("sv-add")>
            <span class="caption">{say!("sv-add")}</span>
            {offers.into_iter().collect_view()}
        </div>
    }
}

#[component]
fn Asks(asked: Asked, order: Order, shown: Callback<String>) -> impl IntoView {
    let draft = asked.draft;
    let at =
        Memo::new(move |_| draft.with(|draft| asked.id.with_value(|id| draft.place(id))).unwrap_or_default());
    let title = Signal::derive(move || say!("sv-question", number = (at.get() + 1) as f64));
    let remove = Callback::new(move |()| {
        draft.change(|draft| asked.id.with_value(|id| draft.questions.retain(|question| question.id != *id)));
    });
    let kind = Memo::new(move |_| asked.read(|question| Some(question.kind)).unwrap_or(QuestionType::Nps));
    let kinds = KINDS.map(|(kind, word)| (kind, say!(word))).to_vec();
    let set_kind = move |kind| asked.change(|question| turn(question, kind));
    let description = asked.part(
        |question| question.description.clone().unwrap_or_default(),
        |question, text| question.description = typed(text),
    );
    let attribute = asked.part(
        |question| question.store_as_attribute.clone().unwrap_or_default(),
        |question, text| question.store_as_attribute = typed(text),
    );
    view! {
        <Ordered order=order at=at title=title remove=remove>
            <div class="fields" on:focusin=move |_| shown.run(asked.id.get_value())>
                <label>
                    <span>{say!("sv-kind")}</span>
                    {choose(say!("sv-kind"), "sv-kind", kinds, move || kind.get(), set_kind)}
                </label>
                {line(Field::of("sv-title"), asked.part(|question| question.title.clone(), |question, text| question.title = text))}
                {line(Field::of("sv-description"), description)}
                {move || settings(asked, kind.get())}
                {check(Field::of("sv-required"), asked.part(|question| question.required, |question, is| question.required = is))}
                <details class="more-settings">
                    <summary>{say!("sv-more")} <Said asked=asked /></summary>
                    <div class="fields">
                        {line(Field::of("sv-attribute").hint("sv-attribute-text"), attribute)}
                        <Branches asked=asked at=at kind=kind />
                    </div>
                </details>
            </div>
        </Ordered>
    }
}

/// What is set inside of what is folded.
#[component]
fn Said(asked: Asked) -> impl IntoView {
    let branches = move || asked.read(|question| question.branches.as_ref().map_or(0, Vec::len));
    let attribute = move || asked.read(|question| question.store_as_attribute.clone());
    view! {
        <small>
            {move || match branches() {
                0 => None,
                count => Some(view! { <span class="state">{say!("sv-branches-count", count = count as f64)}</span> }),
            }}
            {move || attribute().map(|name| view! { <span class="state"><bdi>{name}</bdi></span> })}
        </small>
    }
}

/// The settings of a kind.
fn settings(asked: Asked, kind: QuestionType) -> AnyView {
    let start = asked.label(|it| it.start_label.clone(), |it, text| it.start_label = text);
    let end = asked.label(|it| it.end_label.clone(), |it, text| it.end_label = text);
    match kind {
        QuestionType::Nps => view! { <div class="two">{line(Field::of("sv-low"), start)} {line(Field::of("sv-high"), end)}</div> }.into_any(),
        QuestionType::NumericScale => view! {
            <div class="two">
                {number(Field::of("sv-from"), "1", asked.amount(|it| it.scale_start, |it, number| it.scale_start = number))}
                {number(Field::of("sv-to"), "5", asked.amount(|it| it.scale_end, |it, number| it.scale_end = number))}
            </div>
            <p class="quiet">{say!("sv-scale-text")}</p>
            <div class="two">{line(Field::of("sv-low"), start)} {line(Field::of("sv-high"), end)}</div>
        }
        .into_any(),
        QuestionType::StarRating => labels(asked, |it| it.star_labels.as_ref(), |it| &mut it.star_labels).into_any(),
        QuestionType::EmojiRating => view! {
            {choice(Field::of("sv-faces-count"), vec![(3, say!("sv-faces-three")), (5, say!("sv-faces-five"))], faces(asked))}
            {labels(asked, |it| it.emoji_labels.as_ref(), |it| &mut it.emoji_labels)}
        }
        .into_any(),
        kind if has_choices(kind) => view! {
            {lines(Field::of("sv-choices"), "4", typed_choices(asked))}
            {(kind == QuestionType::MultipleChoice).then(|| check(Field::of("sv-multiple"), multiple(asked)))}
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn labels(
    asked: Asked,
    read: fn(&Options) -> Option<&Labels>,
    write: fn(&mut Options) -> &mut Option<Labels>,
) -> impl IntoView {
    let low = asked.label(
        move |it| read(it).and_then(|labels| labels.low.clone()),
        move |it, text| write(it).get_or_insert_default().low = text,
    );
    let high = asked.label(
        move |it| read(it).and_then(|labels| labels.high.clone()),
        move |it, text| write(it).get_or_insert_default().high = text,
    );
    view! { <div class="two">{line(Field::of("sv-low"), low)} {line(Field::of("sv-high"), high)}</div> }
}

fn faces(asked: Asked) -> Part<i32> {
    asked.part(
        |question| match question.options.as_ref().and_then(|options| options.emoji_count) {
            Some(Number(3.0)) => 3,
            _ => 5,
        },
        |question, count| set_option(question, |options| options.emoji_count = Some(count.into())),
    )
}

/// A line each; empty ones stay while somebody types.
fn typed_choices(asked: Asked) -> Part<String> {
    asked.part(
        |question| {
            let choices = question.options.as_ref().and_then(|options| options.choices.as_ref());
            choices.map(|choices| choices.join("\n")).unwrap_or_default()
        },
        |question, text| {
            let choices = text.split('\n').map(str::to_owned).collect();
            set_option(question, |options| options.choices = Some(choices));
        },
    )
}

fn multiple(asked: Asked) -> Part<bool> {
    asked.part(
        |question| question.options.as_ref().and_then(|options| options.allow_multiple) == Some(true),
        |question, is| set_option(question, |options| options.allow_multiple = Some(is)),
    )
}
