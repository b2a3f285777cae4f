/// The two versions of xAPI whose rules differ: 1.0.3 (adlnet/xAPI-Spec) and 2.0 (IEEE 9274.1.1).
package enum XAPIVersion: Sendable, CaseIterable {
  case v1
  case v2
}
