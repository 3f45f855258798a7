// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"

class QJsonObject;

namespace punchcard {

/// All of @p error but its detail's secrets, which it has none of: what the database keeps and `--json` prints.
[[nodiscard]] QJsonObject toJson(const Error &error);
[[nodiscard]] Error errorFromJson(const QJsonObject &json);

} // namespace punchcard
