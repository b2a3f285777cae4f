import ArgumentParser
import Foundation

/// A line of `tallybook check`: the result of one check.
struct Finding {
  enum State: String {
    case good = "ok"
    /// Worth knowing, but not a problem.
    case note
    case problem
  }

  let state: State
  let words: String
  /// What to do about a problem.
  var mend: String?
  var status = ExitCode.success

  static func good(_ words: String) -> Finding { Finding(state: .good, words: words) }
  static func note(_ words: String) -> Finding { Finding(state: .note, words: words) }

  static func problem(_ words: String, mend: String, _ status: ExitCode = .configuration) -> Finding {
    Finding(state: .problem, words: words, mend: mend, status: status)
  }

  var text: String {
    let head = state.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
    return head + words + (mend.map { "\n         → \($0)" } ?? "")
  }
}
