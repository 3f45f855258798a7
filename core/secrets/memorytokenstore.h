// SPDX-License-Identifier: MIT
#pragma once

#include "core/secrets/tokenstore.h"

#include <QHash>

namespace punchcard {

/// Keeps entries as long as the process lives: for tests, and where there is no keychain.
class MemoryTokenStore : public TokenStore
{
public:
    [[nodiscard]] Async<SecretString> read(QString key, Context context) override;
    [[nodiscard]] Async<> write(QString key, SecretString value, Context context) override;
    [[nodiscard]] Async<> remove(QString key, Context context) override;
    [[nodiscard]] bool isLasting() const override { return false; }

private:
    QHash<QString, SecretString> m_entries;
};

} // namespace punchcard
