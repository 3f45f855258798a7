// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/gitobject.h"
#include "core/hub/views.h"

#include <QJsonObject>

#include <optional>

namespace punchcard::hub {

/// The account itself, now, in UTC.
[[nodiscard]] git::Signature defaultSignature(const Account &account, Time now);

/// What a request says in @p json of who and when; what it leaves out comes from @p otherwise. nullopt: the date is none.
[[nodiscard]] std::optional<git::Signature> signatureFrom(const QJsonValue &json, const git::Signature &otherwise);

} // namespace punchcard::hub
