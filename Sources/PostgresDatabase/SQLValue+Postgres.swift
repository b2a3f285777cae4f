import DatabaseAccess
import Glibc

extension SQLValue {
  /// The OID of its type: bigint or text; 0 lets the server infer it.
  var type: UInt32 {
    switch self {
    case .null: 0
    case .integer: 20
    case .text: 25
    }
  }

  /// The value as NUL-terminated text, which the caller must free; nil for NULL.
  func bytes() throws -> UnsafeMutablePointer<CChar>? {
    switch self {
    case .null: return nil
    case .integer(let integer): return strdup(String(integer))
    case .text(let text):
      // PostgreSQL cannot store NUL, and everything after it would be lost.
      if text.utf8.contains(0) { throw StorageError.constraint("A text contains a NUL character.") }
      return strdup(text)
    }
  }
}
