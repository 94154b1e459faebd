//! `ledger`, `census` and `film`: questions about memory, answered in JSON lines. The program runs in a
//! session, as on the screen; its output is not shown.

use super::args::Question;
use super::files::print;
use crate::session::{
    CensusObject, CensusView, Command, HolderView, LedgerView, Moment, Program, Report, Session, Status,
};
use crate::vm::film::{Film, List, Refs};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// A session, one question after the other.
struct Walk {
    session: Session,
    reports: Receiver<Report>,
    now: Arc<Moment>,
}

impl Walk {
    fn start(file: &str) -> Result<Walk, String> {
        let (name, bytes) = crate::program::read(file)
            .map_err(|e| format!("pvmscope: can't open file '{file}': [Errno {}] {}", e.errno, e.message))?;
        let (send, reports) = channel();
        let program = Program { name, bytes, ..Program::default() };
        let session =
            Session::start(program, move |r| send.send(r).is_ok()).map_err(|e| format!("pvmscope: {e}"))?;
        let now = answer_to(&reports, 1)?;
        if let Status::CompileError(error) = &now.status {
            return Err(error.render(Some(&now.listing.source)));
        }
        Ok(Walk { session, reports, now })
    }
    fn go(&mut self, command: Command) -> Result<&Moment, String> {
        let number = self.session.send(command);
        self.now = answer_to(&self.reports, number)?;
        match &self.now.status {
            Status::Failed(why) => Err(format!("pvmscope: {why}")),
            Status::WaitingForInput => {
                Err("pvmscope: the program waits for input; open it in the screen to type some".into())
            }
            _ => Ok(&self.now),
        }
    }
    /// To a step, or to the last instruction of the run.
    fn to(&mut self, step: Option<u64>) -> Result<(), String> {
        match step {
            Some(step) => self.go(Command::ToStep(step))?,
            None => {
                let end = self.go(Command::End)?.step;
                self.go(Command::ToStep(end.saturating_sub(1)))?
            }
        };
        Ok(())
    }
}

fn answer_to(reports: &Receiver<Report>, number: u64) -> Result<Arc<Moment>, String> {
    loop {
        match reports.recv() {
            Ok(Report::Moment { command, moment }) if command == number => return Ok(moment),
            Ok(_) => {}
            Err(_) => return Err("pvmscope: the machine is gone".into()),
        }
    }
}

/// Answers on stdout.
pub fn answer(question: Question, file: &str) -> Result<(), String> {
    let mut walk = Walk::start(file)?;
    match question {
        Question::Ledger { name, step, from, to } => {
            walk.to(step)?;
            let id = object(&walk.now, &name)
                .ok_or_else(|| format!("pvmscope: nothing is called {name} at step {}", walk.now.step))?;
            walk.go(Command::Watch(Some(id)))?;
            let to = to.unwrap_or(walk.now.step.max(walk.now.furthest));
            walk.go(Command::History { from: from.unwrap_or(0), to })?;
            match &walk.now.ledger {
                Some(ledger) => lines(ledger_lines(walk.now.step, ledger)),
                None => Ok(()),
            }
        }
        Question::Census { step, since } => {
            walk.to(step)?;
            walk.go(Command::Census { since })?;
            match &walk.now.census {
                Some(census) => lines(census_lines(census)),
                None => Ok(()),
            }
        }
        Question::Film { limit } => {
            for _ in 0..limit {
                walk.go(Command::Film)?;
                let Some(film) = walk.now.film.clone() else { break };
                let text: String = film_lines(&film).into_iter().map(|v| format!("{v}\n")).collect();
                // Nobody reads any more: the program may never end.
                if std::io::stdout().lock().write_all(text.as_bytes()).is_err() {
                    break;
                }
                if walk.go(Command::Step(1))?.step <= film.step {
                    break;
                }
            }
            Ok(())
        }
    }
}

fn lines(values: Vec<Value>) -> Result<(), String> {
    let text: String = values.into_iter().map(|v| format!("{v}\n")).collect();
    print(&text)
}

/// The object that a name is bound to in the innermost frame that has it, or that of a number.
fn object(moment: &Moment, name: &str) -> Option<u32> {
    if let Some(number) = name.strip_prefix('#') {
        return number.parse().ok();
    }
    let named = moment.frames.iter().flat_map(|f| &f.locals).find(|l| l.name == name && l.value.is_some());
    Some(named?.value.as_ref()?.id)
}

fn holder(h: &HolderView) -> Value {
    json!({ "owner": h.title, "object": h.object, "slot": h.slot })
}

fn ledger_lines(step: u64, ledger: &LedgerView) -> Vec<Value> {
    let mut out = vec![match &ledger.value {
        Some(v) => json!({ "step": step, "id": v.id, "type": v.type_name, "repr": v.repr, "count": v.count }),
        None => json!({ "step": step, "id": ledger.id, "count": 0 }),
    }];
    out.extend(ledger.holders.iter().map(|h| json!({ "holder": holder(h) })));
    if let Some(history) = &ledger.history {
        out.push(json!({ "history": {
            "from": history.from, "to": history.to, "born": history.born, "died": history.died,
            "changes": history.total,
        } }));
        out.extend(history.rows.iter().map(|row| {
            json!({ "change": {
                "step": row.step, "code": row.code, "offset": row.offset, "instruction": row.instruction,
                "line": row.line, "before": row.before, "after": row.after,
                "gained": row.gained.iter().map(holder).collect::<Vec<_>>(),
                "lost": row.lost.iter().map(holder).collect::<Vec<_>>(),
            } })
        }));
    }
    out
}

fn census_lines(census: &CensusView) -> Vec<Value> {
    let object = |o: &CensusObject| json!({ "id": o.value.id, "type": o.value.type_name, "repr": o.value.repr, "bytes": o.bytes, "born": o.born });
    let mut out = vec![json!({ "census": {
        "step": census.step, "since": census.since, "objects": census.objects, "bytes": census.bytes,
        "other_objects": census.other_objects, "other_bytes": census.other_bytes,
    } })];
    out.extend(census.types.iter().map(|t| {
        json!({ "type": {
            "name": t.name, "objects": t.objects, "bytes": t.bytes, "born": t.born, "died": t.died,
            "more_objects": t.more_objects, "more_bytes": t.more_bytes,
        } })
    }));
    out.extend(census.largest.iter().map(|o| json!({ "largest": object(o) })));
    out.extend(census.oldest.iter().map(|o| json!({ "oldest": object(o) })));
    out.extend(census.stretches.iter().enumerate().map(|(i, (born, died))| {
        json!({ "stretch": { "from": census.since + i as u64 * census.width, "born": born, "died": died } })
    }));
    out
}

fn list_name(list: List) -> String {
    match list {
        List::Generation(g) => format!("generation {g}"),
        List::Permanent => "permanent".into(),
        List::Unreachable => "unreachable".into(),
        List::Finalizing => "finalising".into(),
    }
}

fn film_lines(film: &Film) -> Vec<Value> {
    let picture = |picture: &crate::vm::film::Picture| {
        let objects: Vec<Value> = picture
            .subjects
            .iter()
            .filter(|s| film.looks_at(s))
            .map(|s| {
                let (class, repr) = film.titles.get(&s.id).cloned().unwrap_or_default();
                let refs = match s.refs {
                    Refs::None => Value::Null,
                    Refs::Left(left) => json!(left),
                    Refs::Suspect => json!("unreachable"),
                };
                json!({
                    "id": s.id.number(), "type": class, "repr": repr, "count": s.count, "gc_refs": refs,
                    "list": list_name(s.list),
                })
            })
            .collect();
        json!({
            "step": film.step, "generation": film.generation, "phase": picture.phase.title(),
            "lists": {
                "generation 0": picture.sizes[0], "generation 1": picture.sizes[1],
                "generation 2": picture.sizes[2], "permanent": picture.sizes[3],
                "unreachable": picture.sizes[4], "finalising": picture.sizes[5],
            },
            "objects": objects,
        })
    };
    film.pictures.iter().map(picture).collect()
}
