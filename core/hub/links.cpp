// SPDX-License-Identifier: MIT
#include "core/hub/links.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

struct Link
{
    QLatin1StringView name;
    QLatin1StringView path;
};

constexpr Link ownerLinks[] = {
    {"events_url"_L1, "/events{/privacy}"_L1},
    {"followers_url"_L1, "/followers"_L1},
    {"following_url"_L1, "/following{/other_user}"_L1},
    {"gists_url"_L1, "/gists{/gist_id}"_L1},
    {"organizations_url"_L1, "/orgs"_L1},
    {"received_events_url"_L1, "/received_events"_L1},
    {"repos_url"_L1, "/repos"_L1},
    {"starred_url"_L1, "/starred{/owner}{/repo}"_L1},
    {"subscriptions_url"_L1, "/subscriptions"_L1},
};

constexpr Link organisationLinks[] = {
    {"repos_url"_L1, "/repos"_L1},
    {"events_url"_L1, "/events"_L1},
    {"hooks_url"_L1, "/hooks"_L1},
    {"issues_url"_L1, "/issues"_L1},
    {"members_url"_L1, "/members{/member}"_L1},
    {"public_members_url"_L1, "/public_members{/member}"_L1},
};

constexpr Link repositoryLinks[] = {
    {"archive_url"_L1, "/{archive_format}{/ref}"_L1},
    {"assignees_url"_L1, "/assignees{/user}"_L1},
    {"blobs_url"_L1, "/git/blobs{/sha}"_L1},
    {"branches_url"_L1, "/branches{/branch}"_L1},
    {"collaborators_url"_L1, "/collaborators{/collaborator}"_L1},
    {"comments_url"_L1, "/comments{/number}"_L1},
    {"commits_url"_L1, "/commits{/sha}"_L1},
    {"compare_url"_L1, "/compare/{base}...{head}"_L1},
    {"contents_url"_L1, "/contents/{+path}"_L1},
    {"contributors_url"_L1, "/contributors"_L1},
    {"deployments_url"_L1, "/deployments"_L1},
    {"downloads_url"_L1, "/downloads"_L1},
    {"events_url"_L1, "/events"_L1},
    {"forks_url"_L1, "/forks"_L1},
    {"git_commits_url"_L1, "/git/commits{/sha}"_L1},
    {"git_refs_url"_L1, "/git/refs{/sha}"_L1},
    {"git_tags_url"_L1, "/git/tags{/sha}"_L1},
    {"hooks_url"_L1, "/hooks"_L1},
    {"issue_comment_url"_L1, "/issues/comments{/number}"_L1},
    {"issue_events_url"_L1, "/issues/events{/number}"_L1},
    {"issues_url"_L1, "/issues{/number}"_L1},
    {"keys_url"_L1, "/keys{/key_id}"_L1},
    {"labels_url"_L1, "/labels{/name}"_L1},
    {"languages_url"_L1, "/languages"_L1},
    {"merges_url"_L1, "/merges"_L1},
    {"milestones_url"_L1, "/milestones{/number}"_L1},
    {"notifications_url"_L1, "/notifications{?since,all,participating}"_L1},
    {"pulls_url"_L1, "/pulls{/number}"_L1},
    {"releases_url"_L1, "/releases{/id}"_L1},
    {"stargazers_url"_L1, "/stargazers"_L1},
    {"statuses_url"_L1, "/statuses/{sha}"_L1},
    {"subscribers_url"_L1, "/subscribers"_L1},
    {"subscription_url"_L1, "/subscription"_L1},
    {"tags_url"_L1, "/tags"_L1},
    {"teams_url"_L1, "/teams"_L1},
    {"trees_url"_L1, "/git/trees{/sha}"_L1},
};

constexpr Link apiLinks[] = {
    {"current_user_url"_L1, "/user"_L1},
    {"current_user_authorizations_html_url"_L1, "/settings/connections/applications{/client_id}"_L1},
    {"authorizations_url"_L1, "/authorizations"_L1},
    {"code_search_url"_L1, "/search/code?q={query}{&page,per_page,sort,order}"_L1},
    {"commit_search_url"_L1, "/search/commits?q={query}{&page,per_page,sort,order}"_L1},
    {"emails_url"_L1, "/user/emails"_L1},
    {"emojis_url"_L1, "/emojis"_L1},
    {"events_url"_L1, "/events"_L1},
    {"feeds_url"_L1, "/feeds"_L1},
    {"followers_url"_L1, "/user/followers"_L1},
    {"following_url"_L1, "/user/following{/target}"_L1},
    {"gists_url"_L1, "/gists{/gist_id}"_L1},
    {"issue_search_url"_L1, "/search/issues?q={query}{&page,per_page,sort,order}"_L1},
    {"issues_url"_L1, "/issues"_L1},
    {"keys_url"_L1, "/user/keys"_L1},
    {"label_search_url"_L1, "/search/labels?q={query}&repository_id={repository_id}{&page,per_page}"_L1},
    {"notifications_url"_L1, "/notifications"_L1},
    {"organization_url"_L1, "/orgs/{org}"_L1},
    {"organization_repositories_url"_L1, "/orgs/{org}/repos{?type,page,per_page,sort}"_L1},
    {"organization_teams_url"_L1, "/orgs/{org}/teams"_L1},
    {"public_gists_url"_L1, "/gists/public"_L1},
    {"rate_limit_url"_L1, "/rate_limit"_L1},
    {"repository_url"_L1, "/repos/{owner}/{repo}"_L1},
    {"repository_search_url"_L1, "/search/repositories?q={query}{&page,per_page,sort,order}"_L1},
    {"current_user_repositories_url"_L1, "/user/repos{?type,page,per_page,sort}"_L1},
    {"starred_url"_L1, "/user/starred{/owner}{/repo}"_L1},
    {"starred_gists_url"_L1, "/gists/starred"_L1},
    {"user_url"_L1, "/users/{user}"_L1},
    {"user_organizations_url"_L1, "/user/orgs"_L1},
    {"user_repositories_url"_L1, "/users/{user}/repos{?type,page,per_page,sort}"_L1},
    {"user_search_url"_L1, "/search/users?q={query}{&page,per_page,sort,order}"_L1},
};

template<size_t n>
void insertLinks(QJsonObject &json, const QString &root, const Link (&links)[n])
{
    for (const Link &link : links)
        json.insert(link.name, QString(root + link.path));
}

} // namespace

void addOwnerLinks(QJsonObject &json, const QString &root)
{
    insertLinks(json, root, ownerLinks);
}

void addOrganisationLinks(QJsonObject &json, const QString &root)
{
    insertLinks(json, root, organisationLinks);
}

void addRepositoryLinks(QJsonObject &json, const QString &root)
{
    insertLinks(json, root, repositoryLinks);
}

QJsonObject rootLinks(const QString &root)
{
    QJsonObject json;
    insertLinks(json, root, apiLinks);
    return json;
}

} // namespace punchcard::hub
