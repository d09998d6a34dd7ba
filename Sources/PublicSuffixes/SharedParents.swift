/// Names below which many parties have theirs although the public suffix list does not hold the names themselves.
///
/// A list that names one of them hardly means all that lies below it, and a rule for one would reach its neighbors.
package enum SharedParents {
    /// All of them, in lower case, without the final dot.
    package static let names: Set<String> = Set(hosting).union(
        aboveSuffixes.split(separator: " ").map(String.init)
    )

    /// Domains in which customers have names that the list does not know of.
    private static let hosting = [
        // Content networks: their documentation of the names that customers point to
        "akamaiedge.net", "akamai.net", "akamaized.net", "edgekey.net", "edgesuite.net", "fastly.net",
        "cloudflare.net", "cdn77.org", "azureedge.net", "azurefd.net", "llnwd.net", "hwcdn.net",
        // Clouds
        "amazonaws.com", "googleapis.com", "googleusercontent.com", "windows.net", "azure.com", "1e100.net",
        "trafficmanager.net", "digitaloceanspaces.com", "oraclecloud.com", "aliyuncs.com", "myqcloud.com",
        // Services for sharing files
        "sharepoint.com", "dropboxusercontent.com", "githubusercontent.com", "google.com", "live.com",
    ]

    /// Names with a suffix of the list somewhere below them, such as `elb.amazonaws.com` above
    /// `us-east-1.elb.amazonaws.com`.
    ///
    /// Source: publicsuffix.org, the list of 2023-02-09 (Debian 12): of every rule the names above it that are
    /// themselves no suffix and have two labels or more.
    private static let aboveSuffixes = """
        0emm.com advisor.ws ae.flow.ch af-south-1.amazonaws.com akershus.no alces.network amazonaws.com \
        amazonaws.com.cn amune.org ap-east-1.amazonaws.com ap-northeast-1.amazonaws.com \
        ap-northeast-2.amazonaws.com ap-northeast-3.amazonaws.com ap-south-1.amazonaws.com \
        ap-southeast-1.amazonaws.com ap-southeast-2.amazonaws.com aruba.jenv-aruba.cloud aseinet.ne.jp \
        atlassian-dev.net awdev.ca axarnet.cloud azurecontainer.io backyards.banzaicloud.io banzai.cloud \
        banzaicloud.io baremetal.scw.cloud beebyte.io beebyteapp.io beget.app bigv.io brendly.rs build.run \
        builder.code.com buskerud.no bytemark.co.uk ca-central-1.amazonaws.com cdn77-secure.org cdn77.net \
        cdn77.org cldmail.ru cloud.metacentrum.cz cloud.muni.cz cloud9.af-south-1.amazonaws.com \
        cloud9.ap-east-1.amazonaws.com cloud9.ap-northeast-1.amazonaws.com \
        cloud9.ap-northeast-2.amazonaws.com cloud9.ap-northeast-3.amazonaws.com \
        cloud9.ap-south-1.amazonaws.com cloud9.ap-southeast-1.amazonaws.com \
        cloud9.ap-southeast-2.amazonaws.com cloud9.ca-central-1.amazonaws.com \
        cloud9.eu-central-1.amazonaws.com cloud9.eu-north-1.amazonaws.com cloud9.eu-south-1.amazonaws.com \
        cloud9.eu-west-1.amazonaws.com cloud9.eu-west-2.amazonaws.com cloud9.eu-west-3.amazonaws.com \
        cloud9.me-south-1.amazonaws.com cloud9.sa-east-1.amazonaws.com cloud9.us-east-1.amazonaws.com \
        cloud9.us-east-2.amazonaws.com cloud9.us-west-1.amazonaws.com cloud9.us-west-2.amazonaws.com \
        cloudera.site cloudlets.com.au cloudplatform.fi cn-north-1.amazonaws.com.cn cns.joyent.com code.com \
        code.run compute-1.amazonaws.com compute.amazonaws.com compute.amazonaws.com.cn compute.estate \
        cosidns.de cryptonomic.net customer-oci.com dappnode.io dapps.earth database.run datacenter.fi \
        datadetect.com dev-builder.code.com dev.adobeaemcloud.com dev.thingdust.io devcdnaccesso.com \
        developer.app digitaloceanspaces.com diher.solutions disrec.thingdust.io dnstrace.pro dogado.eu \
        dualstack.ap-northeast-1.amazonaws.com dualstack.ap-northeast-2.amazonaws.com \
        dualstack.ap-south-1.amazonaws.com dualstack.ap-southeast-1.amazonaws.com \
        dualstack.ap-southeast-2.amazonaws.com dualstack.ca-central-1.amazonaws.com \
        dualstack.eu-central-1.amazonaws.com dualstack.eu-west-1.amazonaws.com \
        dualstack.eu-west-2.amazonaws.com dualstack.eu-west-3.amazonaws.com \
        dualstack.sa-east-1.amazonaws.com dualstack.us-east-1.amazonaws.com \
        dualstack.us-east-2.amazonaws.com dweb.link eb.amazonaws.com.cn elastx.net elb.amazonaws.com \
        elb.amazonaws.com.cn encoway.cloud enscaled.us eu-central-1.amazonaws.com eu-north-1.amazonaws.com \
        eu-south-1.amazonaws.com eu-west-1.amazonaws.com eu-west-2.amazonaws.com eu-west-3.amazonaws.com \
        eur.aruba.jenv-aruba.cloud evennode.com ex.ortsinfo.at fastly.net fbsbx.com fedoraproject.org \
        firenet.ch flow.ch forgerock.io fr-par.scw.cloud frusky.de funkfeuer.at futurecms.at gateway.dev \
        hedmark.no her.name his.name hordaland.no hosted-by-previder.com hosteur.com hosting.myjino.ru \
        hosting.ovh.net hs-heilbronn.de ik-server.com instances.scw.cloud interhostsolutions.be \
        it.hs-heilbronn.de jelastic.cloud jelastic.com jelastic.open.tim.it jelastic.vps-host.net \
        jenv-aruba.cloud joyent.com kawasaki.jp kazteleport.kz kitakyushu.jp kobe.jp kuleuven.be \
        kunden.ortsinfo.at lair.io landing.myjino.ru layershift.co.uk lcl.dev lclstage.dev linode.com \
        linodeobjects.com linodeusercontent.com lmpm.com localcert.dev magentosite.cloud massivegrid.com \
        massivegrid.net me-south-1.amazonaws.com metacentrum.cz migration.run moonscale.io \
        more-og-romsdal.no muni.cz mythic-beasts.com nabu.casa nagoya.jp neen.it nl-ams.scw.cloud nodeart.io \
        nodebalancer.linode.com nom.br nordland.no northflank.app nospamproxy.com observableusercontent.com \
        on-acorn.io on-k3s.io on-rancher.cloud on-rio.io open.tim.it origin.cdn77-secure.org ortsinfo.at \
        os.fedoraproject.org os.stg.fedoraproject.org ostfold.no otap.co ovh.net owo.codes \
        paas.massivegrid.net paba.se party.eus paywhirl.com pl-waw.scw.cloud platform.sh platformsh.site \
        prgmr.com prod.atlassian-dev.net prod.fastly.net prod.thingdust.io quickconnect.cn quickconnect.to \
        quipelements.com r.appspot.com reclaim.cloud regruhosting.ru render.com resinstaging.io \
        retrosnub.co.uk rit.edu rss.my.id s5y.io sa-east-1.amazonaws.com sapporo.jp saveincloud.net \
        scale.virtualcloud.com.br scaleforce.com.cy scaleforce.net sch.uk scw.cloud sendai.jp \
        sensiosite.cloud spawn.cc spectrum.myjino.ru speedpartner.de srcf.net ssl.fastly.net statics.cloud \
        stdlib.com stg-builder.code.com stg.dev stg.fedoraproject.org stgstage.dev stolos.io sys.qcx.io \
        tailscale.net tb-hosting.com teckids.org telebit.xyz telemark.no testing.thingdust.io thingdust.io \
        tim.it transip.me transurl.be transurl.eu transurl.nl trendhosting.cloud triton.zone tst.site \
        tsukaeru.net typeform.com uberspace.de unispace.io us-east-2.amazonaws.com us-west-1.amazonaws.com \
        us-west-2.amazonaws.com user.fm user.localcert.dev usercontent.goog vbrplsbx.io vestfold.no \
        virtualcloud.com.br vps.myjino.ru vultrobjects.com wafaicloud.com webhare.dev webpaas.ovh.net \
        wiardweb.com xn--mre-og-romsdal-qqb.no xn--stfold-9xa.no yokohama.jp
        """
}
