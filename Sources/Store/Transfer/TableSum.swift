/// The number of rows of a table, and a 128-bit checksum of their content, independent of order: the sum of row hashes.
///
/// Packed rows are hashed, since they are the same for every engine. The checksum detects inexact copies, not forgery.
package struct TableSum: Sendable, Equatable {
  package private(set) var rows = 0
  private var first: UInt64 = 0
  private var second: UInt64 = 0

  package init() {}

  package mutating func add(row: ArraySlice<UInt8>) {
    // FNV-1a with two seeds, then mixed: a sum of plain FNV hashes would hide small changes.
    var (a, b): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x9e37_79b9_7f4a_7c15)
    row.withUnsafeBufferPointer { bytes in
      for byte in bytes {
        a = (a ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        b = (b ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    rows += 1
    first &+= Self.mixed(a)
    second &+= Self.mixed(b)
  }

  /// The finalizer of SplitMix64.
  private static func mixed(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
