// OHIF's configuration for an exchange: docs/interop.md. NODE is replaced by the node's address when it is served.
(() => {
  // The token comes in the link's fragment (#token=…), which no server sees, and stays in this page's memory.
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname + location.search);
  window.config = {
    routerBasename: null,
    extensions: [{
      id: 'hie-token',
      preRegistration: ({ servicesManager }) => servicesManager.services.userAuthenticationService.setServiceImplementation({
        getAuthorizationHeader: () => (token ? { Authorization: 'Bearer ' + token } : {}),
      }),
    }],
    modes: [],
    showStudyList: true,
    defaultDataSourceName: 'hie',
    dataSources: [{
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'hie',
      configuration: {
        name: 'hie', friendlyName: 'Health information exchange',
        qidoRoot: 'NODE/dicomweb', wadoRoot: 'NODE/dicomweb', wadoUriRoot: 'NODE/wado',
        qidoSupportsIncludeField: true, supportsFuzzyMatching: false, supportsWildcard: true, supportsReject: false,
        imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true, bulkDataURI: { enabled: true },
      },
    }],
  };
})();
