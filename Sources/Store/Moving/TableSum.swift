/// How many rows a table has, and 128 bits that stand for their content whatever their order: the sum of a hash of each row.
///
/// Rows are hashed as they are packed, which is the same for every engine. It tells a copy that is not exact, not one that
/// somebody has forged.
package struct TableSum: Sendable, Equatable {
  package private(set) var rows = 0
  private var first: UInt64 = 0
  private var second: UInt64 = 0

  package init() {}

  package mutating func add(row: ArraySlice<UInt8>) {
    // FNV-1a from two beginnings, then mixed: a sum of bare FNV hashes would hide small changes.
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

  /// The end of SplitMix64.
  private static func mixed(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
