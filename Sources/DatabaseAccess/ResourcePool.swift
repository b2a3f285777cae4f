import Synchronization

/// A pool of a few elements. Callers wait in order while none is free, until a timeout.
package final class ResourcePool<Element: Sendable>: Sendable {
  private let state: Mutex<State>
  private let complaint: String

  private typealias Place = CheckedContinuation<Element, any Error>

  private struct State {
    var free: [Element]
    var waiting: [(number: Int, place: Place)] = []
    var asked = 0
  }

  /// - Parameter complaint: the message of the timeout error.
  package init(_ elements: [Element], complaint: String) {
    state = Mutex(State(free: elements))
    self.complaint = complaint
  }

  /// The caller must return the element with `release`.
  /// - Throws: `StorageError.busy` on timeout, `StorageError.interrupted` if the task is cancelled.
  package func acquire(patience: Duration) async throws -> Element {
    let number = state.withLock { state in
      state.asked += 1
      return state.asked
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { enter($0, number, patience) }
    } onCancel: {
      leave(number, .interrupted)
    }
  }

  private func enter(_ place: Place, _ number: Int, _ patience: Duration) {
    let free = state.withLock { state -> Element? in
      if let element = state.free.popLast() { return element }
      state.waiting.append((number, place))
      return nil
    }
    if let free { return place.resume(returning: free) }
    // If the task was cancelled before it was in the queue, `onCancel` did not find it.
    if Task.isCancelled { return leave(number, .interrupted) }
    Task { [self] in
      try? await Task.sleep(for: patience)
      leave(number, .busy(complaint))
    }
  }

  private func leave(_ number: Int, _ reason: StorageError) {
    let place = state.withLock { state in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).place }
    }
    place?.resume(throwing: reason)
  }

  package func release(_ element: Element) {
    let next = state.withLock { state -> Place? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst().place }
      state.free.append(element)
      return nil
    }
    next?.resume(returning: element)
  }
}
