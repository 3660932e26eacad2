//! Panics without words. In the app that ships, a panic stops the code at once and shows its message to nobody; yet messages, places
//! in the sources, and the code that would print them are a good part of the widget's download. rustc leaves them out only with a
//! standard library built anew, by flags that are unstable. So it is done here, before the module is split: a call that only ever
//! panics becomes an instruction that stops, what was laid out for it goes, and what nothing refers to any more is dropped by
//! wasm-split.
//!
//! Nothing is moved: what goes is overwritten by instructions that do nothing, together with its relocations. No check is taken away,
//! and no write to memory either, unless it is to the frame of the function that stops there.

use anyhow::{Context, Result, ensure};
use rustc_demangle::demangle;
use std::collections::HashSet;
use std::ops::Range;
use wasmparser::{
    CompositeInnerType, CustomSectionReader, FunctionBody, KnownCustom, Name, Operator, Parser, Payload,
    TypeRef,
};

/// What panics, by how the names begin: functions that never return. Those that do nothing but call one of them are found.
const PANICS: [&str; 10] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "core::cell::panic_already_",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::thread::local::panic_access_error",
];

/// The id of a section that no machine reads.
const CUSTOM: u8 = 0;
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;

/// The module, as the linker left it with relocations and names, without what panics say.
pub fn silence(module: &[u8]) -> Result<Vec<u8>> {
    let mut code = Code::read(module)?;
    ensure!(!code.panics.is_empty(), "no function is known to panic: have their names changed?");
    let mut gone: Vec<Range<usize>> = Vec::new();
    let mut silent = module.to_vec();
    // A function that is found to do nothing but panic is one more for those that call it.
    loop {
        let known = code.panics.len();
        gone.clear();
        for at in 0..code.bodies.len() {
            let cuts = code.cuts(at)?;
            if cuts.is_whole {
                code.panics.insert(code.imported + at as u32);
            }
            for call in &cuts.calls {
                silent[call.clone()].fill(NOP);
                silent[call.start] = UNREACHABLE;
            }
            for range in &cuts.before {
                silent[range.clone()].fill(NOP);
            }
            gone.extend(cuts.calls.into_iter().chain(cuts.before));
        }
        if code.panics.len() == known {
            break;
        }
    }
    gone.sort_by_key(|range| range.start);
    without_relocations(&silent, &code, &gone)
}

/// What is known of the module's code.
struct Code<'a> {
    module: &'a [u8],
    bodies: Vec<FunctionBody<'a>>,
    /// How many parameters each of the bodies takes: its first locals.
    parameters: Vec<u32>,
    /// Functions before the first body.
    imported: u32,
    panics: HashSet<u32>,
    /// The global that points at the frames.
    stack_pointer: u32,
    /// Where the section begins, from which relocations count.
    start: usize,
    section: u32,
    /// With the place where the section before it ends.
    relocations: Option<(usize, CustomSectionReader<'a>)>,
}

/// What can go from one body.
#[derive(Default)]
struct Cuts {
    calls: Vec<Range<usize>>,
    before: Vec<Range<usize>>,
    /// Nothing else happens in it.
    is_whole: bool,
}

/// What a value on the stack is known to be.
#[derive(Clone, Copy, PartialEq)]
enum Value {
    /// An address in the function's own frame.
    Frame,
    Constant,
    Other,
}

/// What is known of the values that the instructions before have left.
#[derive(Default)]
struct Stack(Vec<Value>);

impl Stack {
    fn pop(&mut self) -> Value {
        self.0.pop().unwrap_or(Value::Other)
    }
}

impl<'a> Code<'a> {
    fn read(module: &'a [u8]) -> Result<Self> {
        let mut types = Vec::new();
        let mut functions = Vec::new();
        let mut code = Code {
            module,
            bodies: Vec::new(),
            parameters: Vec::new(),
            imported: 0,
            panics: HashSet::new(),
            stack_pointer: u32::MAX,
            start: 0,
            section: 0,
            relocations: None,
        };
        let (mut sections, mut end) = (0, 0);
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            let range = payload.as_section().map(|(_, range)| range);
            match payload {
                Payload::TypeSection(section) => {
                    for group in section {
                        types.extend(group?.into_types().map(|one| match one.composite_type.inner {
                            CompositeInnerType::Func(one) => one.params().len() as u32,
                            _ => 0,
                        }));
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        code.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    functions = section.into_iter().collect::<Result<_, _>>()?
                }
                Payload::CodeSectionStart { range, .. } => {
                    code.start = range.start;
                    code.section = sections;
                }
                Payload::CodeSectionEntry(body) => code.bodies.push(body),
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => {
                        for part in names {
                            code.name(part?)?;
                        }
                    }
                    KnownCustom::Reloc(relocations) if relocations.section_index() == code.section => {
                        code.relocations = Some((end, section));
                    }
                    _ => {}
                },
                _ => {}
            }
            if let Some(range) = range {
                sections += 1;
                end = range.end;
            }
        }
        code.parameters = functions.iter().map(|of: &u32| types[*of as usize]).collect();
        code.panics.retain(|of| *of >= code.imported);
        for of in &code.panics {
            let body = &code.bodies[(of - code.imported) as usize];
            let operators: Vec<_> = body.get_operators_reader()?.into_iter().collect::<Result<_, _>>()?;
            let is_endless = matches!(operators.as_slice(), [.., Operator::Unreachable, Operator::End]);
            ensure!(is_endless, "function {of} returns, and was taken for one that panics");
        }
        Ok(code)
    }

    fn name(&mut self, part: Name<'a>) -> Result<()> {
        match part {
            Name::Function(names) => {
                for one in names {
                    let one = one?;
                    let path = format!("{:#}", demangle(one.name));
                    if PANICS.iter().any(|begin| path.starts_with(begin)) {
                        self.panics.insert(one.index);
                    }
                }
            }
            Name::Global(names) => {
                for one in names {
                    let one = one?;
                    if one.name == "__stack_pointer" {
                        self.stack_pointer = one.index;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What can go from the body at this place.
    fn cuts(&self, at: usize) -> Result<Cuts> {
        // Whether a local always holds an address in the frame is known once all that is put into it was seen.
        let mut others = HashSet::new();
        loop {
            let known = others.len();
            let cuts = self.walk(at, &mut others)?;
            if others.len() == known {
                return Ok(cuts);
            }
        }
    }

    fn walk(&self, at: usize, others: &mut HashSet<u32>) -> Result<Cuts> {
        let mut cuts = Cuts::default();
        let mut frames = HashSet::new();
        // What runs in one go before the present instruction, and whether it can go if the code stops there.
        let mut line: Vec<(Range<usize>, bool)> = Vec::new();
        let mut stack = Stack::default();
        let mut is_first = true;
        let mut operators = self.bodies[at].get_operators_reader()?;
        while !operators.eof() {
            let start = operators.original_position();
            let operator = operators.read()?;
            let range = start..operators.original_position();
            let mut assign = |local: u32, value: Value| {
                let is_frame = value == Value::Frame && local >= self.parameters[at];
                let _ = if is_frame { frames.insert(local) } else { others.insert(local) };
            };
            let can_go = match operator {
                Operator::Call { function_index } if self.panics.contains(&function_index) => {
                    let kept = line.iter().rposition(|(_, can_go)| !can_go).map_or(0, |last| last + 1);
                    cuts.is_whole |= is_first && kept == 0;
                    cuts.before.extend(line.drain(kept..).map(|(range, _)| range));
                    cuts.calls.push(range.clone());
                    None
                }
                Operator::LocalGet { local_index } => {
                    let is_frame = frames.contains(&local_index) && !others.contains(&local_index);
                    stack.0.push(if is_frame { Value::Frame } else { Value::Other });
                    Some(true)
                }
                Operator::LocalSet { local_index } => {
                    assign(local_index, stack.pop());
                    Some(true)
                }
                Operator::LocalTee { local_index } => {
                    let value = stack.pop();
                    assign(local_index, value);
                    stack.0.push(value);
                    Some(true)
                }
                Operator::GlobalGet { global_index } => {
                    let is_frame = global_index == self.stack_pointer;
                    stack.0.push(if is_frame { Value::Frame } else { Value::Other });
                    Some(true)
                }
                // Nothing runs in this frame any more.
                Operator::GlobalSet { global_index } => {
                    stack.pop();
                    Some(global_index == self.stack_pointer)
                }
                Operator::I32Add | Operator::I32Sub => {
                    let is_frame = (stack.pop(), stack.pop()) == (Value::Constant, Value::Frame);
                    stack.0.push(if is_frame { Value::Frame } else { Value::Other });
                    Some(true)
                }
                _ => match self.module[start] {
                    // Stores.
                    0x36..=0x3e => {
                        stack.pop();
                        Some(stack.pop() == Value::Frame)
                    }
                    opcode => effect(opcode).map(|(pops, pushed)| {
                        stack.0.truncate(stack.0.len().saturating_sub(pops));
                        stack.0.extend(pushed);
                        true
                    }),
                },
            };
            match can_go {
                Some(can_go) => line.push((range, can_go)),
                None => {
                    line.clear();
                    stack.0.clear();
                    is_first = false;
                }
            }
        }
        Ok(cuts)
    }
}

/// How many values an instruction takes and what it leaves, if all that it does is that.
fn effect(opcode: u8) -> Option<(usize, Option<Value>)> {
    Some(match opcode {
        // drop, select.
        0x1a => (1, None),
        0x1b => (3, Some(Value::Other)),
        // Loads.
        0x28..=0x35 => (1, Some(Value::Other)),
        // Constants.
        0x41..=0x44 => (0, Some(Value::Constant)),
        // Arithmetic on one value.
        0x45 | 0x50 | 0x67..=0x69 | 0x79..=0x7b | 0x8b..=0x91 | 0x99..=0x9f | 0xa7..=0xc4 => {
            (1, Some(Value::Other))
        }
        // On two.
        0x46..=0xa6 => (2, Some(Value::Other)),
        _ => return None,
    })
}

/// The module without the relocations of what is gone: ranges in their order.
fn without_relocations(module: &[u8], code: &Code, gone: &[Range<usize>]) -> Result<Vec<u8>> {
    let (start, section) = code.relocations.as_ref().context("the code has no relocations")?;
    let KnownCustom::Reloc(relocations) = section.as_known() else { unreachable!("it was found as such") };
    let is_gone = |offset: usize| {
        let next = gone.partition_point(|range| range.end <= offset);
        gone.get(next).is_some_and(|range| range.contains(&offset))
    };
    let entries: Vec<_> = relocations.entries().into_iter_with_offsets().collect::<Result<_, _>>()?;
    let ends = entries.iter().skip(1).map(|(start, _)| *start).chain([section.range().end]);
    let kept: Vec<_> = entries
        .iter()
        .zip(ends)
        .filter(|((_, entry), _)| !is_gone(code.start + entry.offset as usize))
        .map(|((start, _), end)| &module[*start..end])
        .collect();
    let mut content = Vec::new();
    number(section.name().len(), &mut content);
    content.extend_from_slice(section.name().as_bytes());
    number(code.section as usize, &mut content);
    number(kept.len(), &mut content);
    content.extend(kept.concat());
    let mut out = module[..*start].to_vec();
    out.push(CUSTOM);
    number(content.len(), &mut out);
    out.extend(content);
    out.extend_from_slice(&module[section.range().end..]);
    Ok(out)
}

/// Appends an unsigned number as modules hold it.
fn number(mut number: usize, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
