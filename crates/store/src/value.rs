//! The closed set of storable types, defined once for both engines.

use kernel::{Day, Id, Instant, Role};
use uuid::Uuid;

use crate::StoreError;

/// One stored value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number; booleans on SQLite.
    Int(i64),
    /// A floating-point number; only in results of computations, never in columns.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes; identifiers on SQLite.
    Bytes(Vec<u8>),
    /// An identifier.
    Uuid(Uuid),
    /// A truth value.
    Bool(bool),
}

impl Value {
    fn kind(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Int(_) => "integer".to_owned(),
            Self::Real(_) => "real".to_owned(),
            Self::Text(text) => format!("text of {} bytes", text.len()),
            Self::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Self::Uuid(_) => "uuid".to_owned(),
            Self::Bool(_) => "boolean".to_owned(),
        }
    }
}

/// What can be bound to a statement.
pub trait ToValue {
    /// The value to bind.
    fn to_value(&self) -> Value;
}

/// What can be read from a result.
pub trait FromValue: Sized {
    /// Reads the value, or gives it back when it is of another type.
    fn from_value(value: Value) -> Result<Self, Value>;
}

macro_rules! stored {
    ($type:ty, |$this:ident| $to:expr, $($from:pat => $read:expr),+ $(,)?) => {
        impl ToValue for $type {
            fn to_value(&self) -> Value { let $this = self; $to }
        }
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, Value> {
                match value { $($from => Ok($read),)+ other => Err(other) }
            }
        }
    };
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}
impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, Value> {
        Ok(value)
    }
}
stored!(i64, |it| Value::Int(*it), Value::Int(number) => number);
stored!(f64, |it| Value::Real(*it), Value::Real(number) => number);
stored!(bool, |it| Value::Bool(*it), Value::Bool(truth) => truth, Value::Int(0) => false, Value::Int(1) => true);
stored!(String, |it| Value::Text(it.clone()), Value::Text(text) => text);
stored!(Vec<u8>, |it| Value::Bytes(it.clone()), Value::Bytes(bytes) => bytes);

impl ToValue for &str {
    fn to_value(&self) -> Value {
        Value::Text((*self).to_owned())
    }
}
impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}
impl ToValue for &[u8] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl ToValue for Uuid {
    fn to_value(&self) -> Value {
        Value::Uuid(*self)
    }
}
impl FromValue for Uuid {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Uuid(uuid) => Ok(uuid),
            Value::Bytes(bytes) => Self::from_slice(&bytes).map_err(|_| Value::Bytes(bytes)),
            other => Err(other),
        }
    }
}
impl<T> ToValue for Id<T> {
    fn to_value(&self) -> Value {
        Value::Uuid(self.uuid())
    }
}
impl<T> FromValue for Id<T> {
    fn from_value(value: Value) -> Result<Self, Value> {
        Uuid::from_value(value).map(Self::from_uuid)
    }
}

macro_rules! narrow_integer {
    ($($type:ty),*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value { Value::Int(i64::from(*self)) }
        }
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, Value> {
                match value {
                    Value::Int(number) => Self::try_from(number).map_err(|_| Value::Int(number)),
                    other => Err(other),
                }
            }
        }
    )*};
}
narrow_integer!(i16, i32, u16, u32);

macro_rules! through_text {
    ($($type:ty, |$this:ident| $to:expr, |$text:ident| $from:expr;)*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value { let $this = self; Value::Text($to) }
        }
        impl FromValue for $type {
            fn from_value(value: Value) -> Result<Self, Value> {
                match value {
                    Value::Text($text) => { let read: Option<Self> = $from; read.ok_or(Value::Text($text)) }
                    other => Err(other),
                }
            }
        }
    )*};
}
through_text! {
    Day, |it| it.to_string(), |text| text.parse().ok();
    Role, |it| it.slug().to_owned(), |text| Role::from_slug(&text);
}

impl ToValue for Instant {
    fn to_value(&self) -> Value {
        Value::Int(self.as_microsecond())
    }
}
impl FromValue for Instant {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Int(number) => Self::from_microsecond(number).ok_or(Value::Int(number)),
            other => Err(other),
        }
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}
impl<T: ToValue> ToValue for &T {
    fn to_value(&self) -> Value {
        (*self).to_value()
    }
}

/// One row of a result, read column by column from the left.
#[derive(Debug)]
pub struct Row {
    values: Vec<Value>,
    column: usize,
}

impl Row {
    /// Room for the values of rows, one after the other: a statement has as many columns in each.
    pub(crate) fn with_columns(columns: usize) -> Self {
        Self { values: Vec::with_capacity(columns), column: 0 }
    }

    /// Makes it the row of these values.
    pub(crate) fn fill<E>(&mut self, values: impl Iterator<Item = Result<Value, E>>) -> Result<(), E> {
        self.values.clear();
        self.column = 0;
        for value in values {
            self.values.push(value?);
        }
        Ok(())
    }

    /// The next column as the given type.
    ///
    /// # Errors
    /// [`StoreError::Decode`] when the column is of another type or missing.
    pub fn take<T: FromValue>(&mut self) -> Result<T, StoreError> {
        let column = self.column;
        self.column += 1;
        let decode = |found: String| StoreError::Decode { column, expected: std::any::type_name::<T>(), found };
        let value = self.values.get_mut(column).ok_or_else(|| decode("no such column".to_owned()))?;
        let value = std::mem::replace(value, Value::Null);
        T::from_value(value).map_err(|value| decode(value.kind()))
    }
}

impl Row {
    /// The next columns, all of them whole numbers, one that lacks a value as `missing`.
    ///
    /// # Errors
    /// [`StoreError::Decode`] when a column is of another type or missing.
    pub fn take_whole(&mut self, into: &mut [i64], missing: i64) -> Result<(), StoreError> {
        for to in into {
            let column = self.column;
            self.column += 1;
            *to = match self.values.get(column) {
                Some(Value::Int(number)) => *number,
                Some(Value::Null) => missing,
                other => {
                    let found = other.map_or_else(|| "no such column".to_owned(), Value::kind);
                    return Err(StoreError::Decode { column, expected: "i64", found });
                }
            };
        }
        Ok(())
    }
}

/// What can be read from a whole row, in the order of its columns. Tuples up to twelve, and structs through [`row!`](crate::row).
pub trait FromRow: Sized {
    /// Reads the row.
    fn from_row(row: &mut Row) -> Result<Self, StoreError>;
}

macro_rules! tuples {
    ($($name:ident)*) => {
        impl<$($name: FromValue),*> FromRow for ($($name,)*) {
            fn from_row(row: &mut Row) -> Result<Self, StoreError> {
                Ok(($(row.take::<$name>()?,)*))
            }
        }
    };
}
tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J K);
tuples!(A B C D E F G H I J K L);

/// Declares a struct that a statement's row is read into: its fields are the statement's columns, in their order.
#[macro_export]
macro_rules! row {
    ($(#[$outer:meta])* $vis:vis struct $name:ident { $($(#[$doc:meta])* $field_vis:vis $field:ident : $type:ty),* $(,)? }) => {
        $(#[$outer])*
        $vis struct $name { $($(#[$doc])* $field_vis $field: $type),* }
        impl $crate::FromRow for $name {
            fn from_row(row: &mut $crate::Row) -> Result<Self, $crate::StoreError> {
                Ok(Self { $($field: row.take()?),* })
            }
        }
    };
}
