import DatabaseAccess
import Foundation

/// Rows on their way from the thread that reads one store to the thread that writes another. Who is ahead waits, so that memory
/// holds a few pieces, whatever the size of the store.
final class RowPipe: @unchecked Sendable {
  enum Piece {
    case rows(PackedRows)
    /// The table is over; this is what was read of it.
    case end(TableSum)
  }

  /// The other side has ended, and says why itself.
  struct Abandoned: Error {}

  private static let limit = 4

  // Guards all below.
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

  /// Waits for the next piece.
  func next() throws -> Piece {
    condition.lock()
    defer { condition.unlock() }
    while pieces.isEmpty, fault == nil { condition.wait() }
    // What came before the fault is of no use either.
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
