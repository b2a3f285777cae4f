import DatabaseAccess
import Foundation

/// A bounded queue of rows between the thread that reads one store and the thread that writes another, so that memory
/// does not grow with the size of the store.
final class RowPipe: @unchecked Sendable {
  enum Piece {
    case rows(PackedRows)
    /// The end of a table, with the checksum of what was read.
    case end(TableSum)
  }

  /// The other side has ended and reports its own error.
  struct Abandoned: Error {}

  private static let limit = 4

  // Guards everything below.
  private let condition = NSCondition()
  private var pieces: [Piece] = []
  private var fault: (any Error)?

  func send(_ piece: Piece) throws {
    condition.lock()
    defer { condition.unlock() }
    while pieces.count >= Self.limit, fault == nil { condition.wait() }
    if let fault { throw fault }
    pieces.append(piece)
    condition.broadcast()
  }

  /// Waits for the next chunk.
  func next() throws -> Piece {
    condition.lock()
    defer { condition.unlock() }
    while pieces.isEmpty, fault == nil { condition.wait() }
    // After a fault, earlier chunks are useless too.
    if let fault { throw fault }
    defer { condition.broadcast() }
    return pieces.removeFirst()
  }

  /// Wakes both sides; the first fault counts.
  func close(_ fault: any Error) {
    condition.lock()
    defer { condition.unlock() }
    if self.fault == nil { self.fault = fault }
    condition.broadcast()
  }
}
