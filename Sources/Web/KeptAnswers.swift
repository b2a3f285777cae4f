import Access
import DatabaseAccess
import HummingbirdCore
import Store
import Synchronization

/// Answers about all users, which take long to compute. One is given again while no record changes, for a minute at
/// most, since some depend on the time (docs/decisions/0066). Requests that ask the same wait for one computation.
final class KeptAnswers: Sendable {
  /// The address with its query, the viewer with their rights, and the time.
  struct Question: Hashable {
    let address: String
    let viewer: Viewer
    let minute: Int
  }

  private struct Entry {
    /// The state of the records (`RecordChanges`) before it was computed.
    let number: Int
    let computation: Computation
  }

  /// The maximum number of answers.
  static let limit = 40

  private let entries = Mutex<[Question: Entry]>([:])

  /// The answer that is kept, or is being computed.
  /// - Parameter number: that of the records now.
  func answer<T: Sendable>(
    _ question: Question, number: Int, compute: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    let computation = entries.withLock { entries -> Computation? in
      if let known = entries[question], known.number == number, known.computation.join() { return known.computation }
      if entries.count >= Self.limit {
        entries = entries.filter { $0.key.minute == question.minute && $0.value.number == number }
      }
      guard entries.count < Self.limit else { return nil }
      let new = Computation(compute)
      entries[question] = Entry(number: number, computation: new)
      return new
    }
    guard let computation else { return try await compute() }
    do {
      guard let answer = try await computation.value as? T else { return try await compute() }
      return answer
    } catch {
      entries.withLock { if $0[question]?.computation === computation { $0[question] = nil } }
      // The last of the others went away just as this request joined them.
      if computation.isCalledOff, !Task.isCancelled { return try await compute() }
      throw error
    }
  }
}

/// A value that several requests wait for. It is called off when none of them waits any more.
private final class Computation: Sendable {
  private let task: Task<any Sendable, any Error>
  /// The requests whose clients have not gone away.
  private let waiting = Atomic(1)

  init(_ compute: @escaping @Sendable () async throws -> any Sendable) { task = Task(operation: compute) }

  var isCalledOff: Bool { task.isCancelled }

  /// - Returns: false if it was called off.
  func join() -> Bool {
    waiting.add(1, ordering: .relaxed)
    return !isCalledOff
  }

  var value: any Sendable {
    get async throws {
      try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        if waiting.subtract(1, ordering: .relaxed).newValue == 0 { task.cancel() }
      }
    }
  }
}

extension WebRequest {
  /// Like `read`, for what depends only on the records, the address, the viewer and the time.
  func readKept<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    guard let number = try await read(RecordChanges.number) else { return try await read(body) }
    let question = KeptAnswers.Question(address: request.uri.string, viewer: try viewer, minute: now / 60)
    return try await services.kept.answer(question, number: number) { try await read(body) }
  }
}
