import CSQLite
import GRDB
import Synchronization

/// The connection of a read, which a cancelled task interrupts from another thread.
final class RunningConnection: Sendable {
  private let address = Mutex<UInt?>(nil)

  func begin(_ connection: OpaquePointer?) { address.withLock { $0 = connection.map { UInt(bitPattern: $0) } } }

  /// From now on another read may use the connection.
  func end() { address.withLock { $0 = nil } }

  /// Ends the statement that runs, with SQLITE_INTERRUPT.
  func interrupt() {
    address.withLock { address in
      if let address { sqlite3_interrupt(OpaquePointer(bitPattern: address)) }
    }
  }
}

extension DatabasePool {
  /// `unsafeRead` on the current thread: in an `async` function, the compiler takes the one that changes threads.
  func readHere<T>(_ body: (Database) throws -> T) throws -> T { try unsafeRead(body) }
}
