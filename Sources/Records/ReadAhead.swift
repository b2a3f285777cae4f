import Dispatch
import Foundation
import Synchronization

/// Makes elements on a thread of its own, some ahead of who uses them: a machine has two cores.
package final class ReadAhead<Element: Sendable>: Sendable {
  private let belt: Belt

  /// Begins at once.
  /// - Parameters:
  ///   - room: how many elements are made ahead.
  ///   - make: gives nil at the end; what it holds is its own until this object is gone.
  package init(room: Int, _ make: @escaping () throws -> Element?) {
    let belt = Belt(room, make)
    self.belt = belt
    // Not a thread of Dispatch's: of those there are as many as cores, and this one waits most of its time.
    Thread.detachNewThread { belt.fill() }
  }

  /// Waits until the other thread has let go.
  deinit { belt.stop() }

  /// - Returns: nil at the end, after which it may not be called again.
  package func next() throws -> Element? { try belt.next() }

  private final class Belt: @unchecked Sendable {
    /// Called by the making thread alone.
    private let make: () throws -> Element?
    private let waiting = Mutex<[Result<Element?, any Error>]>([])
    private let filled = DispatchSemaphore(value: 0)
    private let room: DispatchSemaphore
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Atomic(false)

    init(_ places: Int, _ make: @escaping () throws -> Element?) {
      self.make = make
      room = DispatchSemaphore(value: 0)
      for _ in 0..<places { room.signal() }
    }

    func fill() {
      defer { ended.signal() }
      while !isStopped.load(ordering: .relaxed) {
        let element = Result { try make() }
        room.wait()
        waiting.withLock { $0.append(element) }
        filled.signal()
        guard case .success(.some) = element else { return }
      }
    }

    func next() throws -> Element? {
      filled.wait()
      defer { room.signal() }
      return try waiting.withLock { $0.removeFirst() }.get()
    }

    func stop() {
      isStopped.store(true, ordering: .relaxed)
      room.signal()
      ended.wait()
    }
  }
}
