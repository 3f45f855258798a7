// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QList>

namespace punchcard {

/// The forms in which a secret may show up in text, longest first: the value, its lines, base64 (standard and URL-safe,
/// with and without padding, also of the value at the three byte offsets a longer text can give it, and in lines of 76 and
/// 64), percent-encoded in the ways that are usual, and as it stands in JSON and in markup.
/// Lines shorter than 4 bytes are left out: masking them would make a log unreadable. One list for the hub's log writer,
/// diagnostics and the live wrapper; test vectors in tests/core/base/maskvectors.json.
[[nodiscard]] QList<QByteArray> maskForms(QByteArrayView secret);

/// @p text with each of @p forms, also overlapping ones, replaced by "***".
[[nodiscard]] QByteArray masked(QByteArray text, const QList<QByteArray> &forms);

} // namespace punchcard
