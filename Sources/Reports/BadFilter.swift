import Calendar
import Statistics

/// An invalid filter and the reason, worded the same for pages, files, the API, schedules and commands.
package struct BadFilter: Error, Sendable, CustomStringConvertible {
  /// Determines the message next to a form's field.
  package enum Fault: String, Sendable {
    /// Not an existing date.
    case date
    /// The first day is after the last one.
    case order
    /// Not a number within the field's range.
    case number
    /// Not a condition; the reason says why.
    case condition
  }

  package let name: String
  package let reason: String
  package let fault: Fault?
  package var description: String { "\(name) \(reason)." }

  package init(name: String, reason: String, fault: Fault? = nil) {
    self.name = name
    self.reason = reason
    self.fault = fault
  }

  package static func noDate(_ name: String) -> BadFilter {
    BadFilter(name: name, reason: "is not a date that exists, such as 2026-03-01", fault: .date)
  }
}

extension BadFilter {
  /// Rethrows a fault of a *Summary*.
  static func of<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let fault as SummaryFault {
      throw BadFilter(name: fault.parameter, reason: fault.reason)
    }
  }
}

/// A first and a last day, each optional, parsed from text.
package struct Days: Sendable, Equatable {
  /// Days since 1970-01-01, both inclusive.
  package let first: Int?
  package let last: Int?

  /// Texts and the names of their parameters.
  /// - Throws: `BadFilter` for a text that is not a date, and for a first day after the last one.
  package init(from: (name: String, text: String?), to: (name: String, text: String?)) throws {
    first = try Self.day(from.name, from.text)
    last = try Self.day(to.name, to.text)
    if let first, let last, first > last {
      throw BadFilter(
        name: from.name,
        reason: "\(Instant.dateText(first)) is after \(to.name) \(Instant.dateText(last))", fault: .order)
    }
  }

  private static func day(_ name: String, _ text: String?) throws -> Int? {
    guard let text else { return nil }
    guard let day = Instant.days(text) else { throw BadFilter.noDate(name) }
    return day
  }
}
