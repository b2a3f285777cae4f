import DatabaseAccess
import Foundation
import Testing

@testable import SQLiteDatabase

/// Only a full disk is reported as full.
@Suite struct StorageFaultTests {
  private func isFull(_ error: StorageError) -> Bool { if case .full = error { true } else { false } }
  private func isInputOutput(_ error: StorageError) -> Bool { if case .inputOutput = error { true } else { false } }

  /// SQLITE_IOERR with its extended codes, and SQLITE_FULL, as in sqlite3.h.
  private static let inputOutput: [Int32] = [10, 266, 522, 778, 1034, 1290, 1546, 2570, 3850]

  @Test(arguments: inputOutput) func `A fault of the disk is full only where the system says so`(code: Int32) {
    for number in [ENOSPC, EDQUOT] {
      #expect(isFull(SQLiteSession.storageError(code: code, "disk I/O error", number: number)))
    }
    for number in [0, EIO, EROFS, EACCES, EPERM, ENOENT, EMFILE] {
      let error = SQLiteSession.storageError(code: code, "disk I/O error", number: number)
      #expect(isInputOutput(error) && !error.description.contains("room"), "\(code) \(number)")
    }
  }

  @Test func `SQLite's own word for a full disk needs no other`() {
    #expect(isFull(SQLiteSession.storageError(code: 13, "database or disk is full")))
    for number in [EIO, EROFS, EACCES] {
      let error = StorageError.system(number, "A file cannot be written")
      #expect(isInputOutput(error) && error.description.contains(String(cString: strerror(number))))
    }
    #expect(isFull(StorageError.system(ENOSPC, "x")) && isFull(StorageError.system(EDQUOT, "x")))
  }
}
