// SPDX-License-Identifier: MIT
// How the sources of this folder write YAML.
#pragma once

#include "core/workflow/jobworkflow.h"

#include <yaml-cpp/yaml.h>

namespace punchcard::workflow {

/// What a user typed: always in double quotes, since GitHub reads bare 1e3, yes or 012 as something else than text.
struct Quoted
{
    QString text;
};

inline YAML::Emitter &operator<<(YAML::Emitter &out, const Quoted &quoted)
{
    return out << YAML::DoubleQuoted << withoutExpressions(quoted.text).toStdString();
}

/// An expression of our own, or a plain text of our own.
inline YAML::Emitter &operator<<(YAML::Emitter &out, const QString &text)
{
    return out << YAML::DoubleQuoted << text.toStdString();
}

inline YAML::Emitter &key(YAML::Emitter &out, const char *name)
{
    return out << YAML::Key << name << YAML::Value;
}

} // namespace punchcard::workflow
