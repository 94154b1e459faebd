//! Unpacking an iterable into targets.

use crate::heap::{ObjId, tokens};
use crate::object::Payload;
use crate::object::ids::types;
use crate::vm::{Res, Vm};

impl Vm {
    pub(in crate::vm) fn op_unpack_sequence(&mut self, count: usize) -> Res<()> {
        let seq = self.peek(0);
        let ty = self.type_of(seq);
        if ty == types::TUPLE || ty == types::LIST {
            let items: Vec<ObjId> = match self.payload(seq) {
                Payload::Tuple(t) => t.to_vec(),
                Payload::List(l) => l.to_vec(),
                _ => Vec::new(),
            };
            if items.len() == count {
                items.iter().for_each(|&i| self.incref(i));
                let seq = self.pop();
                self.state.stack.extend(items.into_iter().rev().map(Some));
                self.release(seq);
                return Ok(());
            }
        }
        let result = self.unpack(seq, count, None);
        self.drop_top();
        let items = result?;
        self.state.stack.extend(items.into_iter().rev().map(Some));
        Ok(())
    }
    pub(in crate::vm) fn op_unpack_ex(&mut self, before: usize, after: usize) -> Res<()> {
        let seq = self.peek(0);
        let mut items = match self.unpack(seq, before, Some(after)) {
            Ok(items) => items,
            Err(e) => {
                self.drop_top();
                return Err(e);
            }
        };
        let tail = items.split_off(items.len() - after);
        let rest = items.split_off(before);
        let rest = self.new_list(rest);
        self.drop_top();
        self.state.stack.extend(tail.into_iter().rev().map(Some));
        self.push(rest);
        self.state.stack.extend(items.into_iter().rev().map(Some));
        Ok(())
    }

    /// `count` items, or with `after` at least `count + after`; the references are the caller's.
    fn unpack(&mut self, seq: ObjId, count: usize, after: Option<usize>) -> Res<Vec<ObjId>> {
        let iter = match self.iter(seq) {
            Ok(iter) => iter,
            Err(e) => {
                if self.is_iterable(seq) {
                    return Err(e);
                }
                self.swallow(e, types::TYPE_ERROR)?;
                let message = format!("cannot unpack non-iterable {} object", self.class_name(seq));
                return Err(self.type_error(message));
            }
        };
        let mut items = Vec::new();
        let result = self.unpack_from(iter.id(), count, after, &mut items);
        self.release(iter);
        tokens::let_go(items.iter().copied());
        match result {
            Ok(()) => Ok(items),
            Err(e) => {
                self.release_many(items);
                Err(e)
            }
        }
    }
    fn unpack_from(
        &mut self,
        iter: ObjId,
        count: usize,
        after: Option<usize>,
        items: &mut Vec<ObjId>,
    ) -> Res<()> {
        while items.len() < count {
            match self.next(iter)? {
                Some(item) => {
                    tokens::hold([item.id()]);
                    items.push(item.into_id());
                }
                None => {
                    let message = match after {
                        None => {
                            format!("not enough values to unpack (expected {count}, got {})", items.len())
                        }
                        Some(after) => format!(
                            "not enough values to unpack (expected at least {}, got {})",
                            count + after,
                            items.len()
                        ),
                    };
                    return Err(self.value_error(message));
                }
            }
        }
        let Some(after) = after else {
            let Some(extra) = self.next(iter)? else { return Ok(()) };
            self.release(extra);
            let message = format!("too many values to unpack (expected {count})");
            return Err(self.value_error(message));
        };
        let more = self.collect(iter)?;
        tokens::hold(more.iter().copied());
        items.extend(more);
        if items.len() < count + after {
            let message = format!(
                "not enough values to unpack (expected at least {}, got {})",
                count + after,
                items.len()
            );
            return Err(self.value_error(message));
        }
        Ok(())
    }
}
